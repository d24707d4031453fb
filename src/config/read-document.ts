import type { FileReader } from "../core/files.ts";
import type { ProviderCatalogue } from "../core/provider.ts";
import { settingKey } from "../core/setting-key.ts";
import { decodeText, largestFile } from "./decode-text.ts";
import { defaultLayer } from "./defaults.ts";
import type { ConfigDocument, DocumentRequest, SourceFile } from "./document.ts";
import { hiddenRuns, type KnownKeys, shownPlacesOfBroken } from "./hidden-text.ts";
import { allKeys } from "./json-schema.ts";
import { formatKeyPath } from "./key-path.ts";
import { mergeLayers } from "./layers.ts";
import { type MapNode, type Origin, visitScalars } from "./node.ts";
import { parseYaml } from "./parse-yaml.ts";
import { Problems } from "./problem.ts";
import { fileJsonSchema } from "./schema.ts";
import { configSearchPath, type HostPlaces, isProfile, profilePath } from "./search-path.ts";
import { applyEnvironment, applyFlags } from "./settings.ts";
import { checkShape } from "./shape.ts";

/**
 * Reads all layers of the configuration and checks their shape. Imports both parsers, which cost several megabytes: import
 * it when it is called, or call it in a process that ends.
 */

export interface DocumentPorts {
  readonly files: FileReader;
  readonly host: HostPlaces;
  readonly catalogue: ProviderCatalogue;
}

export async function readDocument(request: DocumentRequest, ports: DocumentPorts): Promise<ConfigDocument> {
  const problems = new Problems();
  const reading = new LayerReading(ports, problems);
  const main = await reading.mainFile(request.file);
  const profile = request.profile ?? ports.host.environment["HOLDFAST_PROFILE"];
  if (main !== undefined && profile !== undefined && profile !== "") await reading.profileFile(main, profile);
  const { layers, isComplete } = reading;

  const merged = layers.map(({ root }) => root).reduce(mergeLayers, defaultLayer());
  const withEnvironment = applyEnvironment(merged, ports.host.environment, problems);
  const withFlags = applyFlags(withEnvironment, request.flags, problems);
  const { root, visibility } = await checkShape(withFlags, ports.catalogue, isComplete ? problems : new Problems());
  const known = await knownKeys(isComplete ? undefined : ports.catalogue);
  const repeated = problems.all.filter(({ code }) => code === "duplicate-key").map(({ at }) => at);
  const hidden = reading.files.flatMap(({ path, text }) => {
    const layer = layers.find(({ file }) => file === path)?.root;
    const shown = layer === undefined ? shownPlacesOfBroken(text, path, known) : visibility.shownPlaces(layer);
    return hiddenRuns(text, path, [...shown, ...repeated]);
  });
  const hiddenKeys: string[] = [];
  visitScalars(root, (path) => {
    if (!visibility.mayShow(root, path)) hiddenKeys.push(formatKeyPath(path));
  });
  return {
    version: 1,
    root: isComplete ? root : undefined,
    problems: problems.all,
    files: reading.files,
    hidden,
    hiddenKeys,
  };
}

/** Loads every declaration, so only when there is a file to show that nothing else is known about. */
async function knownKeys(catalogue: ProviderCatalogue | undefined): Promise<KnownKeys> {
  const loaded = await Promise.all(catalogue?.ids.map((id) => catalogue.load(id)) ?? []);
  const declarations = loaded.filter((declaration) => declaration !== undefined);
  const declared = declarations.flatMap(({ credentials, options }) => Object.keys({ ...credentials, ...options }));
  const harmless = new Set(allKeys(fileJsonSchema([])));
  // Under `tls` it is a path, elsewhere it may be the thing itself.
  for (const key of ["key", ...declared.map(settingKey)]) harmless.delete(key);
  return { harmless, all: allKeys(fileJsonSchema(declarations)) };
}

class LayerReading {
  readonly #ports: DocumentPorts;
  readonly #problems: Problems;
  readonly #files: SourceFile[] = [];
  readonly #layers: { readonly file: string; readonly root: MapNode }[] = [];
  #isComplete = true;

  constructor(ports: DocumentPorts, problems: Problems) {
    this.#ports = ports;
    this.#problems = problems;
  }

  get files(): readonly SourceFile[] {
    return this.#files;
  }

  get layers(): readonly { readonly file: string; readonly root: MapNode }[] {
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
