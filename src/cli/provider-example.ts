import { credentialVariable } from "../core/credential-variable.ts";
import { families } from "../core/family.ts";
import type { Field, ProviderDeclaration } from "../core/provider.ts";
import { settingKey } from "../core/setting-key.ts";

/** Configurations to copy, made from what a service declares. They load once the variables they name are set. */

/** A whole configuration with one name, as YAML. */
export function exampleConfiguration(declaration: ProviderDeclaration): readonly string[] {
  const unpublished = families.filter((family) => !declaration.families.includes(family));
  return [
    "agent:",
    "  names:",
    "    - name: home.example.com",
    "      provider: mine",
    ...unpublished.map((family) => `      ${family}: off`),
    ...exampleEntry(declaration),
  ];
}

/** An entry of `providers` with what has to be filled in, as YAML. */
export function exampleEntry({ id, credentials, signIn }: ProviderDeclaration): readonly string[] {
  const [firstWay = []] = signIn ?? [];
  const needed = Object.entries(credentials).filter(
    ([name, { isRequired, isUsual }]) => isRequired || isUsual === true || firstWay.includes(name),
  );
  return ["providers:", "  mine:", `    type: ${JSON.stringify(id) === `"${Number(id)}"` ? `"${id}"` : id}`].concat(
    needed.map(([name, field]) => `    ${settingKey(name)}: ${exampleValue(id, name, field)}`),
  );
}

function exampleValue(id: string, name: string, { kind, choices, fallback, min }: Field): string {
  switch (kind) {
    case "secret":
      return `env:${credentialVariable(id, name)}`;
    case "url":
      return "https://dns.example.net";
    case "integer":
      return String(fallback ?? min ?? 1);
    case "boolean":
      return String(fallback ?? true);
    case "list":
      return `[your-${settingKey(name)}]`;
    default:
      return String(choices?.[0] ?? fallback ?? `your-${settingKey(name)}`);
  }
}
