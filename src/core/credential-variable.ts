import { settingKey } from "./setting-key.ts";

/**
 * The environment variable that examples use for a credential, and where it is looked for when no configuration has it.
 * Shells can set it, so it begins with no digit; and it is not taken for a key of the configuration.
 */
export function credentialVariable(id: string, name: string): string {
  const variable = `${id}_${settingKey(name)}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  return /^(\d|HOLDFAST_)/.test(variable) ? `DNS_${variable}` : variable;
}
