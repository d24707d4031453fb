import { afterAll, beforeAll, describe, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RawServer, startRawServer } from "../support/raw-server.ts";
import { answerForms, expectDdclientEnd, expectInadynEnd, formAddress, formHost, wireForm } from "./answer-forms.ts";
import { Ddclient } from "./ddclient.ts";
import { Inadyn } from "./inadyn.ts";

/** The table of `answer-forms.ts` against the real programs. */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

let folder: string;
let server: RawServer;
let answer = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-forms-"));
  server = await startRawServer((socket) => void socket.end(answer));
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const earlier = "192.0.2.254";

for (const form of answerForms) {
  describe(`${form.status} with ${JSON.stringify(form.body)}`, () => {
    test(`ddclient: ${form.ddclient}`, async () => {
      answer = wireForm(form);
      const ddclient = new Ddclient(folder);
      ddclient.configure([
        "ssl=no",
        `use=cmd, cmd='echo ${formAddress}'`,
        `protocol=dyndns2, server=127.0.0.1:${server.port}, login=user, password=secret ${formHost}`,
      ]);
      expectDdclientEnd(form.ddclient, form, await ddclient.run(), ddclient);
    });

    test(`inadyn custom: ${form.custom}`, async () => {
      answer = wireForm(form);
      const inadyn = new Inadyn(folder);
      inadyn.remember(formHost, earlier);
      inadyn.configure([
        "custom form {",
        "  username = user",
        "  password = secret",
        `  hostname = ${formHost}`,
        `  ddns-server = 127.0.0.1:${server.port}`,
        '  ddns-path = "/nic/update?hostname=%h&myip=%i"',
        `  checkip-command = "echo ${formAddress}"`,
        "  ssl = false",
        "}",
      ]);
      expectInadynEnd(form.custom, form, await inadyn.run(), inadyn, earlier);
    });
  });
}
