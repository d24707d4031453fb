import { z } from "zod";
import type { ProviderCatalogue, ProviderDeclaration } from "../core/provider.ts";
import type { KeyPath } from "./key-path.ts";
import { childOf, type MapNode, nodeAt } from "./node.ts";
import type { Problems } from "./problem.ts";
import { instanceSchema, optionsSchema } from "./provider-schema.ts";
import { fileJsonSchema, fileSchema } from "./schema.ts";
import { ShapeCheck } from "./shape-check.ts";
import { Visibility } from "./visibility.ts";

/**
 * Compares a configuration with its shape: unknown, missing and misplaced keys, wrong types, choices and ranges.
 *
 * What does not fit is reported and taken out, so that the rest can still be read and reported on.
 */

export interface Shaped {
  /** Everything in it fits the schema, except that required keys may be missing. */
  readonly root: MapNode;
  readonly visibility: Visibility;
}

export async function checkShape(root: MapNode, catalogue: ProviderCatalogue, problems: Problems): Promise<Shaped> {
  const schema = fileJsonSchema([]);
  const declarations = await loadDeclarations(root, catalogue);
  const visibility = new Visibility(schema, declarations);
  const check = new ShapeCheck(root, visibility, problems);
  check.checkPart([], fileSchema, schema);
  for (const key of instanceKeys(check.root)) {
    const path = ["providers", key];
    const declaration = declarations.get(key);
    if (declaration !== undefined) {
      check.spellOut(path, declaration.credentials);
      const shape = instanceSchema(declaration);
      check.checkPart(path, shape, z.toJSONSchema(shape, { io: "input" }));
    } else if (nodeAt(check.root, [...path, "type"]) !== undefined) {
      check.reportProviderType([...path, "type"], catalogue.ids);
    }
  }
  for (const [path, declaration] of optionPlaces(check.root, declarations)) {
    check.spellOut(path, declaration.options);
    const shape = optionsSchema(declaration);
    check.checkPart(path, shape, z.toJSONSchema(shape, { io: "input" }));
  }
  return { root: check.root, visibility };
}

function instanceKeys(root: MapNode): readonly string[] {
  const instances = childOf(root, "providers");
  return instances?.kind === "map" ? instances.entries.map((entry) => entry.key) : [];
}

async function loadDeclarations(
  root: MapNode,
  catalogue: ProviderCatalogue,
): Promise<ReadonlyMap<string, ProviderDeclaration>> {
  const declarations = new Map<string, ProviderDeclaration>();
  for (const key of instanceKeys(root)) {
    const type = nodeAt(root, ["providers", key, "type"]);
    if (type?.kind !== "scalar" || typeof type.value !== "string") continue;
    const declaration = await catalogue.load(type.value);
    if (declaration !== undefined) declarations.set(key, declaration);
  }
  return declarations;
}

/** Where names have options, and whose they are. Names without any are among them: an option may be required. */
function optionPlaces(
  root: MapNode,
  declarations: ReadonlyMap<string, ProviderDeclaration>,
): readonly (readonly [path: KeyPath, declaration: ProviderDeclaration])[] {
  const names = nodeAt(root, ["agent", "names"]);
  return (names?.kind === "list" ? names.items : []).flatMap((name, index) => {
    const provider = childOf(name, "provider");
    const key = provider?.kind === "scalar" ? provider.value : undefined;
    const declaration = typeof key === "string" ? declarations.get(key) : undefined;
    return declaration === undefined ? [] : [[["agent", "names", index, "options"], declaration] as const];
  });
}
