import { changeipSays, zoneeditSays } from "../emulators/dyndns2-dialects.ts";
import { startDyndns2, type Dyndns2Rules } from "../emulators/dyndns2.ts";
import type { EmulatedPush } from "../emulators/emulated-push.ts";
import { namecheapRules, njallaRules, rulesOf1984 } from "../emulators/update-url-services.ts";
import { startUpdateUrl } from "../emulators/update-url.ts";

/** The services that ddclient and we both know, and how it is told of each. */

export interface DdclientService {
  readonly id: string;
  /** How ddclient is told of the service. */
  readonly lines: readonly string[];
  /** `user` unless the service asks for something else. */
  readonly login?: string;
  readonly start: () => Promise<EmulatedPush>;
}

export const ddclientPassword = "secret";

export const ddclientServices: readonly DdclientService[] = [
  {
    id: "dyndns",
    lines: ["protocol=dyndns2"],
    start: () => dyndns2({ path: "/nic/update", alsoTakes: ["system"] }),
  },
  {
    id: "noip",
    lines: ["protocol=noip"],
    start: () => dyndns2({ path: "/nic/update", alsoTakes: ["system"] }),
  },
  {
    id: "loopia",
    lines: ["protocol=dyndns2", "script=/"],
    start: () => dyndns2({ path: "/", alsoTakes: ["system"] }),
  },
  {
    id: "changeip",
    lines: ["protocol=changeip"],
    start: () => dyndns2({ path: "/nic/update", parameters: { ipv4: "ip" }, says: changeipSays }),
  },
  {
    id: "zoneedit",
    lines: ["protocol=zoneedit1"],
    start: () =>
      dyndns2({ path: "/auth/dynamic.html", parameters: { hostname: "host", ipv4: "dnsto" }, says: zoneeditSays }),
  },
  {
    id: "namecheap",
    lines: ["protocol=namecheap"],
    login: "example.net",
    start: () => startUpdateUrl(namecheapRules(ddclientPassword)),
  },
  { id: "njalla", lines: ["protocol=njalla"], start: () => startUpdateUrl(njallaRules(ddclientPassword)) },
  { id: "1984", lines: ["protocol=1984"], start: () => startUpdateUrl(rulesOf1984(ddclientPassword)) },
];

function dyndns2(rules: Omit<Dyndns2Rules, "host" | "user" | "password">): Promise<EmulatedPush> {
  return startDyndns2({ ...rules, host: "ddclient", user: "user", password: ddclientPassword });
}
