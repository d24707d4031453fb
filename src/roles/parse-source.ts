import type { SourceSpecParser } from "../config/config.ts";
import { failure } from "../core/result.ts";
import { parseSources, type SourceSpec } from "../detect/source-spec.ts";
import { sourceSpecTexts } from "../detect/source-spec.text.ts";

/** Joins the configuration, which knows no sources, with their parser, which knows no configuration. */

/** What one source of the configuration stands for: `auto` and the names of protocols alone are several. */
export type ConfiguredSource = readonly SourceSpec[];

export const parseSource: SourceSpecParser<ConfiguredSource> = (given, family) => {
  const parsed = parseSources(given, family);
  if (parsed.ok) return parsed;
  const { code, subject } = parsed;
  return failure({
    detail: { en: sourceSpecTexts.en[code](subject), "zh-CN": sourceSpecTexts["zh-CN"][code](subject) },
  });
};
