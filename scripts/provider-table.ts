import type { Field, ProviderDeclaration } from "../src/core/provider.ts";
import { settingKey } from "../src/core/setting-key.ts";

/** Writes `docs/providers.md`: every DNS service with what it needs, from the declarations themselves. */

export function providerTable(declarations: readonly ProviderDeclaration[]): string {
  const rows = declarations.map((declaration) => {
    const { id, label, site, families, credentials, options, kind } = declaration;
    const service = site.startsWith("http") ? `[${label}](${site})` : `[${label}](${site.replace(/^docs\//, "")})`;
    const addresses = families.map((family) => (family === "ipv4" ? "IPv4" : "IPv6")).join(", ");
    return [`\`${id}\``, service, addresses, keys(credentials), keys(options), kind === "zone-api" ? "yes" : "no"];
  });
  const columns = ["type", "service", "addresses", "settings (**required**)", "options of a name", "reads records"];
  return `# DNS services

Read this to see whether your DNS service is among the ${declarations.length} that Holdfast knows, and what it needs. \`holdfast provider show
TYPE\` explains every setting and has an entry to copy; \`holdfast provider list WORD\` searches. Written by \`npm run generate\`
from the declarations in \`src/providers/\`; not edited by hand.

Each is held to an emulator that enforces what is known of the service, and to one suite of behaviour. None of the commercial
services has been tried with an account: BIND, Knot and PowerDNS are the real ones. Where a limit (values per RRset, TTL, pace) is
documented nowhere we found, the declaration has a careful assumption. A service that does not read records back is told
only what changed, and what it published is looked for in DNS.

| ${columns.join(" | ")} |
|${columns.map(() => "---|").join("")}
${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}

## Not among them

${undeclared.map(([service, reason]) => `- **${service}** ${reason}`).join("\n")}
`;
}

/** Services that people look for and cannot have, and why. */
const undeclared: readonly (readonly [service: string, reason: string])[] = [
  [
    "UpCloud",
    "has no public interface for zones. Its API sets the reverse name of an address and nothing else of DNS; its own SDK and its Terraform provider have no zones or records either (looked at in November 2026). Use the service that serves the zone.",
  ],
];

function keys(fields: Readonly<Record<string, Field>>): string {
  return Object.entries(fields)
    .map(([name, { isRequired }]) => (isRequired ? `**\`${settingKey(name)}\`**` : `\`${settingKey(name)}\``))
    .join(", ");
}
