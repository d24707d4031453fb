import type { Language } from "../core/language.ts";
import { renderDetection } from "../detect/explain.ts";
import type { Verdicts } from "../reconcile/managed-name.ts";

/**
 * For commands that leave records as they are because an address is not known: what every source said, below the
 * results. Empty when all is known.
 */
export function whyUnknown(verdicts: Verdicts, language: Language): string {
  const unknown = [...verdicts.values()].filter(({ kind }) => kind === "unknown");
  return unknown.length === 0 ? "" : `\n${renderDetection(unknown, language)}`;
}
