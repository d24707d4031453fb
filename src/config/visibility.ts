import { Address } from "../core/address.ts";
import type { Field, ProviderDeclaration } from "../core/provider.ts";
import { settingKey } from "../core/setting-key.ts";
import { type JsonSchema, schemasAt } from "./json-schema.ts";
import type { KeyPath } from "./key-path.ts";
import { type ConfigNode, nodeAt, type Origin } from "./node.ts";
import { hidesSecret, isReference } from "./secret-text.ts";

/** Words of configurations that nobody would choose as a secret. */
const plainWords: ReadonlySet<string> = new Set(["auto", "off", "on", "yes", "no", "tcp", "udp", "both", "all"]);

/** True for what cannot be a secret, whatever key it stands under: a switch, a small number, a duration, an address. */
function isHarmless(node: ConfigNode | undefined): boolean {
  if (node?.kind !== "scalar") return false;
  const { value } = node;
  if (typeof value === "boolean" || value === null) return true;
  const text = String(value);
  return plainWords.has(text) || /^\d{1,4}(?:ms|s|m|h|d)?$/.test(text) || Address.parse(text).ok;
}

/**
 * Which values a message may show. What is not known to be harmless may be a secret in the wrong place: values of unknown
 * keys, of unknown providers, of everything a provider declares as secret.
 */
export class Visibility {
  readonly #schema: JsonSchema;
  /** By the key of the instance. */
  readonly #declarations: ReadonlyMap<string, ProviderDeclaration>;

  constructor(schema: JsonSchema, declarations: ReadonlyMap<string, ProviderDeclaration>) {
    this.#schema = schema;
    this.#declarations = declarations;
  }

  mayShow(root: ConfigNode, path: KeyPath): boolean {
    const node = nodeAt(root, path);
    const text = node?.kind === "scalar" ? String(node.value) : undefined;
    if (text !== undefined && hidesSecret(text)) return false;
    if (path.includes("argv")) return false;
    if (path[0] === "server" && path[1] === "keys" && path[3] === "secret")
      return text !== undefined && isReference(text);
    if (!isProvidersBusiness(path)) return schemasAt(this.#schema, path).length > 0 || isHarmless(node);
    if (path[0] === "providers" && (path[2] === "type" || path[2] === "verify")) return true;
    const kind = this.#fieldAt(root, path)?.kind;
    if (kind === "secret") return text !== undefined && isReference(text);
    // Services that know no header put their token into the path.
    if (kind === "url") return text !== undefined && /^https?:\/\/[^/?#]+\/?$/.test(text);
    // Header fields and bodies of services the user describes may hold anything; plain words do not.
    return kind !== undefined && (text === undefined || !/[\s"'{}=?;,]/.test(text));
  }

  /** The parts of one layer that may be shown: keys, and values that are harmless. Everything else is not. */
  shownPlaces(layer: ConfigNode): readonly Origin[] {
    const places: Origin[] = [];
    const walk = (node: ConfigNode, path: KeyPath): void => {
      // A hidden map is hidden with its keys: `token: {abc}` is a map whose key is the token.
      if (!leadsToFields(path, node) && !this.mayShow(layer, path)) return;
      if (node.kind === "scalar") places.push(node.origin);
      else if (node.kind === "list") for (const [index, item] of node.items.entries()) walk(item, [...path, index]);
      else {
        for (const entry of node.entries) {
          places.push(entry.keyOrigin);
          walk(entry.value, [...path, entry.key]);
        }
      }
    };
    walk(layer, []);
    return places;
  }

  #fieldAt(root: ConfigNode, path: KeyPath): Field | undefined {
    if (path[0] === "providers") return fieldOf(this.#declarations.get(String(path[1]))?.credentials, path[2]);
    const provider = nodeAt(root, [...path.slice(0, 3), "provider"]);
    const key = provider?.kind === "scalar" ? String(provider.value) : "";
    return fieldOf(this.#declarations.get(key)?.options, path[4]);
  }
}

/** The declared field that is written under a key. */
export function fieldOf(
  fields: Readonly<Record<string, Field>> | undefined,
  key: string | number | undefined,
): Field | undefined {
  return Object.entries(fields ?? {}).find(([declared]) => settingKey(declared) === key)?.[1];
}

/** What the schema of the file leaves to providers. */
function isProvidersBusiness(path: KeyPath): boolean {
  return path[0] === "providers" || (path[0] === "agent" && path[1] === "names" && path[3] === "options");
}

/** Maps whose own keys are harmless although what they hold may not be. */
function leadsToFields(path: KeyPath, node: ConfigNode): boolean {
  const isPlace = path[0] === "providers" ? path.length <= 2 : isProvidersBusiness(path) && path.length === 4;
  return node.kind === "map" && isPlace;
}
