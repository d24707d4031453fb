import type { FileReader } from "../core/files.ts";
import { decodeText, largestFile } from "./decode-text.ts";
import type { SourceFile } from "./document.ts";
import type { MapNode, Origin } from "./node.ts";
import { parseYaml } from "./parse-yaml.ts";
import type { Problems } from "./problem.ts";
import { configSearchPath, type HostPlaces, isProfile, profilePath } from "./search-path.ts";

/** Finds and reads the files that are layers of the configuration. */

export interface LayerPorts {
  readonly files: FileReader;
  readonly host: HostPlaces;
}

/** What a file says. */
export interface FileLayer {
  readonly file: string;
  readonly root: MapNode;
}

export class LayerReading {
  readonly #ports: LayerPorts;
  readonly #problems: Problems;
  readonly #files: SourceFile[] = [];
  readonly #layers: FileLayer[] = [];
  #isComplete = true;

  constructor(ports: LayerPorts, problems: Problems) {
    this.#ports = ports;
    this.#problems = problems;
  }

  get files(): readonly SourceFile[] {
    return this.#files;
  }

  get layers(): readonly FileLayer[] {
    return this.#layers;
  }

  /** False when a file that should be a layer is none. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Reads the file that was asked for, or the first of the search path that exists. Returns its path. */
  async mainFile(asked: string | undefined): Promise<string | undefined> {
    const named = asked ?? nonEmpty(this.#ports.host.environment["HOLDFAST_CONFIG"]);
    if (named !== undefined) return (await this.#read(named, "required")) ? named : undefined;
    const searched = configSearchPath(this.#ports.host);
    for (const path of searched) {
      if (await this.#read(path, "optional")) return path;
    }
    this.#problems.add("no-file", { kind: "default" }, [], { searched });
    return undefined;
  }

  async profileFile(main: string, profile: string): Promise<void> {
    const path = profilePath(main, profile);
    if (isProfile(profile)) {
      await this.#read(path, "required");
      return;
    }
    this.#isComplete = false;
    this.#problems.add("bad-profile", { kind: "default" }, [], {});
  }

  /** True when the file exists, even when nothing can be made of it: an unreadable file is never passed over. */
  async #read(path: string, need: "required" | "optional"): Promise<boolean> {
    const content = await this.#ports.files.read(path, largestFile);
    const at: Origin = { kind: "whole-file", file: path };
    if (!content.ok) {
      if (content.code === "file-missing" && need === "optional") return false;
      this.#isComplete = false;
      if (content.code === "file-too-large") this.#problems.add(content.code, at, [], { limitOctets: largestFile });
      else if (content.code === "file-missing") this.#problems.add(content.code, at, [], {});
      else this.#problems.add(content.code, at, [], { detail: content.detail });
      return true;
    }
    const text = decodeText(content.value.octets, path, this.#problems);
    const layer = text === undefined ? undefined : parseYaml(text, path, this.#problems);
    if (text !== undefined) this.#files.push({ path, text });
    if (layer === undefined) this.#isComplete = false;
    else this.#layers.push({ file: path, root: layer });
    return true;
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
