import { Secret } from "../../src/core/secret.ts";
import type { Field, ProviderDeclaration, Settings, SettingValue } from "../../src/core/provider.ts";
import { catalogue } from "../../src/providers/catalogue.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
// What every agent has loaded, whatever service it uses.
import "../../src/roles/agent.ts";

/**
 * Loads the declaration named by its argument, or none, connects it to nothing, says so and waits to be measured.
 * `catalogue.ts` compiles and runs it.
 */

const id = process.argv[2] ?? "none";
const declaration = await catalogue.load(id);
const ports = httpPorts({
  send: () => {
    throw new Error("nothing is asked of the service");
  },
});
const kept = declaration?.connect(settingsFor(declaration), ports);
Bun.gc(true);
process.stdout.write(`${id} ${kept?.kind ?? "nothing"} ready\n`);
// Until it is ended.
setInterval(() => kept, 60_000);

/** Settings that fill in every required field, and one way to sign in. */
function settingsFor({ credentials, signIn = [] }: ProviderDeclaration): Settings {
  const [way = []] = signIn;
  const needed = Object.entries(credentials).filter(([name, { isRequired }]) => isRequired || way.includes(name));
  return Object.fromEntries(needed.map(([name, field]) => [name, valueFor(field)]));
}

function valueFor({ kind, min, choices }: Field): SettingValue {
  switch (kind) {
    case "secret":
      return new Secret("secret");
    case "text":
      return "example.net";
    case "url":
      return "https://dyn.example.net";
    case "boolean":
      return false;
    case "integer":
      return min ?? 1;
    case "choice":
      return choices?.[0];
    case "list":
      return [];
  }
}
