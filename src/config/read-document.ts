import type { ProviderCatalogue } from "../core/provider.ts";
import { settingKey } from "../core/setting-key.ts";
import { defaultLayer } from "./defaults.ts";
import type { ConfigDocument, DocumentRequest } from "./document.ts";
import { hiddenRuns, type KnownKeys, shownPlacesOfBroken } from "./hidden-text.ts";
import { allKeys } from "./json-schema.ts";
import { formatKeyPath } from "./key-path.ts";
import { type LayerPorts, LayerReading } from "./layer-reading.ts";
import { mergeLayers } from "./layers.ts";
import { visitScalars } from "./node.ts";
import { Problems } from "./problem.ts";
import { fileJsonSchema } from "./schema.ts";
import { applyEnvironment, applyFlags } from "./settings.ts";
import { checkShape } from "./shape.ts";

/**
 * Reads all layers of the configuration and checks their shape. Imports both parsers, which cost several megabytes: import
 * it when it is called, or call it in a process that ends.
 */

export interface DocumentPorts extends LayerPorts {
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
  // Loads every declaration, so only when there is a file of which nothing else is known.
  const known = isComplete ? undefined : await knownKeys(ports.catalogue);
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

async function knownKeys(catalogue: ProviderCatalogue): Promise<KnownKeys> {
  const loaded = await Promise.all(catalogue.ids.map((id) => catalogue.load(id)));
  const declarations = loaded.filter((declaration) => declaration !== undefined);
  const declared = declarations.flatMap(({ credentials, options }) => Object.keys({ ...credentials, ...options }));
  const harmless = new Set(allKeys(fileJsonSchema([])));
  // Under `tls` it is a path, elsewhere it may be the thing itself.
  for (const key of ["key", ...declared.map(settingKey)]) harmless.delete(key);
  return { harmless, all: allKeys(fileJsonSchema(declarations)) };
}
