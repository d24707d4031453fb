import type { HiddenRun } from "./hidden-text.ts";
import type { MapNode } from "./node.ts";
import type { Problem } from "./problem.ts";
import type { FlagSetting } from "./settings.ts";

/**
 * The configuration after reading and before deciding what it means: all layers merged, its shape checked. Plain data, so
 * that a short-lived process can make it and the memory of the parsers goes with that process.
 */

/** Which layers to read. */
export interface DocumentRequest {
  /** The file that was asked for; without it the search path decides. */
  readonly file: string | undefined;
  readonly profile: string | undefined;
  readonly flags: readonly FlagSetting[];
}

/** A file that was read. */
export interface SourceFile {
  /** As it was named. */
  readonly path: string;
  readonly text: string;
}

export interface ConfigDocument {
  /** Changes with this type; a document of another version is not read. */
  readonly version: 1;
  /** Undefined when a layer cannot be read at all; problems say why. */
  readonly root: MapNode | undefined;
  readonly problems: readonly Problem[];
  /** In the order of the layers; empty when no file was found. */
  readonly files: readonly SourceFile[];
  /** What excerpts of the files must not show. */
  readonly hidden: readonly HiddenRun[];
  /** Paths of the values in `root` that must not be shown. */
  readonly hiddenKeys: readonly string[];
}

/** Makes a document; in this process or in another one. */
export type DocumentReader = (request: DocumentRequest) => Promise<ConfigDocument>;
