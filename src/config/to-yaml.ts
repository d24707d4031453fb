import { stringify } from "yaml";
import type { ConfigDocument } from "./document.ts";
import { effectiveValues } from "./explain.ts";

/** Prints the configuration in effect as a file of its own. Imports the YAML library. */

/** YAML that reads back to the same configuration, except that secrets are dots. */
export function toYaml(document: ConfigDocument): string {
  return stringify(effectiveValues(document), { lineWidth: 0, aliasDuplicateObjects: false });
}
