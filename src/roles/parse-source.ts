import type { ProviderConfig, SourceSpecParser } from "../config/config.ts";
import { failure } from "../core/result.ts";
import { parseSources, type SourceSpec } from "../detect/source-spec.ts";
import { sourceSpecTexts } from "../detect/source-spec.text.ts";

/** Joins the configuration, which knows no sources, with their parser, which knows no configuration. */

/** What one source of the configuration stands for: `auto` and the names of protocols alone are several. */
export type ConfiguredSource = readonly SourceSpec[];

export const parseSource: SourceSpecParser<ConfiguredSource> = (given, family, providers) => {
  const parsed = parseSources(withServerUrl(given, providers), family);
  if (parsed.ok) return parsed;
  const { code, subject } = parsed;
  return failure({
    detail: { en: sourceSpecTexts.en[code](subject), "zh-CN": sourceSpecTexts["zh-CN"][code](subject) },
  });
};

/** `server:mine` stands for the Holdfast server that the provider `mine` updates; `url: mine` in the map form as well. */
function withServerUrl(given: unknown, providers: ReadonlyMap<string, ProviderConfig | undefined>): unknown {
  const key = typeof given === "string" ? /^\s*server:(.*?)\s*$/.exec(given)?.[1] : undefined;
  const map = key === undefined ? serverMap(given) : { type: "server", url: key };
  const provider = typeof map?.["url"] === "string" ? providers.get(map["url"]) : undefined;
  if (map === undefined || provider?.declaration.id !== "holdfast") return given;
  const { url, insecure } = provider.settings;
  return { insecure: insecure === true, ...map, url: url instanceof URL ? url.href : url };
}

function serverMap(given: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  const map = Object.fromEntries(Object.entries(given));
  return map["type"] === "server" ? map : undefined;
}
