import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changeipSays, zoneeditSays } from "../emulators/dyndns2-dialects.ts";
import { startDyndns2, type Dyndns2Rules } from "../emulators/dyndns2.ts";
import { namecheapRules, njallaRules, rulesOf1984 } from "../emulators/update-url-services.ts";
import { startUpdateUrl } from "../emulators/update-url.ts";
import type { EmulatedPush } from "../emulators/emulated-push.ts";
import { createAuthority } from "../support/certificate.ts";
import { Ddclient } from "./ddclient.ts";
import { TlsFront } from "./tls-front.ts";

/**
 * Debian's ddclient against the emulators that our providers are tested with. What it sends a service and what it takes
 * for a success were learned from that service, so it vouches for the emulators. Version 3.10.0.
 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

interface Row {
  readonly service: string;
  /** How ddclient is told of the service. */
  readonly lines: readonly string[];
  /** `user` unless the service asks for something else. */
  readonly login?: string;
  readonly start: () => Promise<EmulatedPush>;
}

const owner = "home.example.net";
const password = "secret";

const rows: readonly Row[] = [
  {
    service: "Dyn",
    lines: ["protocol=dyndns2"],
    start: () => dyndns2({ path: "/nic/update", alsoTakes: ["system"] }),
  },
  {
    service: "No-IP",
    lines: ["protocol=noip"],
    start: () => dyndns2({ path: "/nic/update", alsoTakes: ["system"] }),
  },
  {
    service: "Loopia",
    lines: ["protocol=dyndns2", "script=/"],
    start: () => dyndns2({ path: "/", alsoTakes: ["system"] }),
  },
  {
    service: "ChangeIP",
    lines: ["protocol=changeip"],
    start: () => dyndns2({ path: "/nic/update", parameters: { ipv4: "ip" }, says: changeipSays }),
  },
  {
    service: "ZoneEdit",
    lines: ["protocol=zoneedit1"],
    start: () =>
      dyndns2({ path: "/auth/dynamic.html", parameters: { hostname: "host", ipv4: "dnsto" }, says: zoneeditSays }),
  },
  {
    service: "Namecheap",
    lines: ["protocol=namecheap"],
    login: "example.net",
    start: () => startUpdateUrl(namecheapRules(password)),
  },
  { service: "Njalla", lines: ["protocol=njalla"], start: () => startUpdateUrl(njallaRules(password)) },
  { service: "1984 Hosting", lines: ["protocol=1984"], start: () => startUpdateUrl(rulesOf1984(password)) },
];

function dyndns2(rules: Omit<Dyndns2Rules, "host" | "user" | "password">): Promise<EmulatedPush> {
  return startDyndns2({ ...rules, host: "ddclient", user: "user", password });
}

const authority = createAuthority();
const certificate = authority.issue({ hosts: ["127.0.0.1"] });

let folder: string;
let service: EmulatedPush;
let front: TlsFront;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-services-"));
  writeFileSync(join(folder, "authority.pem"), authority.certificate);
});
afterEach(async () => {
  front.close();
  await service.stop();
  rmSync(folder, { recursive: true });
});

describe("ddclient and an emulated service", () => {
  for (const { service: title, lines, login = "user", start } of rows) {
    test(`${title}: a success that it understands, and a refusal`, async () => {
      service = await start();
      service.addName(owner);
      front = await TlsFront.start(service.http.origin, certificate);
      const ddclient = new Ddclient(folder);
      const configure = (secret: string): void =>
        ddclient.configure([
          `ssl=yes, ssl_ca_file=${join(folder, "authority.pem")}`,
          "use=cmd, cmd='echo 192.0.2.1'",
          ...lines,
          `server=127.0.0.1:${front.port}`,
          `login=${login}, password=${secret} ${owner}`,
        ]);
      configure("wrong");
      const refused = await ddclient.run();
      expect(refused.output).toContain("FAILED:");
      expect(service.published(owner)).toEqual([]);
      configure(password);
      const taken = await ddclient.run(["-force"]);
      expect(taken.output).toMatch(/^SUCCESS: .*\bhome\.example\.net\b/m);
      expect(service.published(owner)).toEqual(["192.0.2.1"]);
    });
  }
});
