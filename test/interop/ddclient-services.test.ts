import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EmulatedPush } from "../emulators/emulated-push.ts";
import { createAuthority } from "../support/certificate.ts";
import { Ddclient } from "./ddclient.ts";
import { ddclientPassword as password, ddclientServices } from "./ddclient-services.ts";
import { TlsFront } from "./tls-front.ts";

/**
 * Debian's ddclient against the emulators that our providers are tested with. What it sends a service and what it takes
 * for a success were learned from that service, so it vouches for the emulators. Version 3.10.0.
 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

const owner = "home.example.net";

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
  for (const { id, lines, login = "user", start } of ddclientServices) {
    test(`${id}: a success that it understands, and a refusal`, async () => {
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
