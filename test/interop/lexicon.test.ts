import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome } from "../../src/core/outcome.ts";
import { catalogue } from "../../src/providers/catalogue.ts";
import { portsTo } from "../conformance/http-peer.ts";
import { ZoneBench } from "../conformance/zone-bench.ts";
import { createAuthority } from "../support/certificate.ts";
import { EmulatedInternet } from "./emulated-internet.ts";
import { lexiconServices, signIn } from "./lexicon-services.ts";
import { pythonTool } from "./python-tools.ts";
import { runProgram } from "./run-program.ts";
import { Turns } from "./turns.ts";

/**
 * PyPI's dns-lexicon against the emulators that our providers are tested with, at the addresses it has, in turns with
 * our own provider: each finds what the other wrote. It was written against the services, so it vouches for the emulators.
 */

// Processes start slowly where others want the machine too, and most tests wait for their turn.
setDefaultTimeout(580_000);

/** Two at a time: the rest of a test is waiting, but starting Python is not. */
const turns = new Turns(2);

const authority = createAuthority();

/** Its own command line asks DNS for the zone, whatever it is told; the same without, from the environment. */
const runLexicon = [
  pythonTool("python"),
  "-Wignore",
  "-c",
  "import lexicon.client; raise SystemExit(not lexicon.client.Client().execute())",
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-lexicon-"));
  writeFileSync(join(folder, "authority.pem"), authority.certificate);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("lexicon and an emulated service", () => {
  for (const service of lexiconServices) {
    test.concurrent(`${service.id}: a refusal, and records that both see`, async () => {
      using _turn = await turns.take();
      const provider = await catalogue.load(service.id);
      if (provider === undefined) throw new Error("the provider is in the catalogue");
      const now = (): number => Date.now();
      const emulator = await service.start(now);
      const internet = await EmulatedInternet.start(emulator.hosts, authority);
      const bench = await ZoneBench.start({
        provider,
        settings: service.settings,
        wrongSettings: {},
        start: async () => ({
          ...emulator,
          startAt: now(),
          ports: (clock) => portsTo(emulator, clock),
          writes: () => 0,
          received: () => [],
        }),
      });
      const lexicon = async (
        action: "create" | "delete",
        content: string,
        secret = service.secret,
      ): Promise<string> => {
        const { status, output } = await runProgram(runLexicon, {
          folder,
          environment: {
            HOME: folder,
            HTTPS_PROXY: internet.url,
            NO_PROXY: "",
            REQUESTS_CA_BUNDLE: join(folder, "authority.pem"),
            AWS_CA_BUNDLE: join(folder, "authority.pem"),
            LEXICON_PROVIDER_NAME: service.lexicon ?? service.id,
            LEXICON_ACTION: action,
            LEXICON_DOMAIN: "example.net",
            LEXICON_TYPE: "A",
            LEXICON_NAME: "home",
            LEXICON_CONTENT: content,
            ...signIn(service, secret),
          },
        });
        return status === 0 ? "done" : output;
      };
      const publish = (values: readonly string[]): Promise<Outcome> => {
        // Some services take requests of the last seconds only, which starting Python may need.
        bench.clock.jumpWall(now() - bench.clock.now());
        return bench.publish("home.example.net", values);
      };
      try {
        expect(await lexicon("create", "192.0.2.1", "wrong-secret")).not.toBe("done");
        expect(emulator.held("home.example.net")).toEqual([]);

        expect(await lexicon("create", "192.0.2.1")).toBe("done");
        expect(await bench.contents("home.example.net")).toEqual(["192.0.2.1"]);
        expect(await publish(["192.0.2.1"])).toEqual({ kind: "unchanged" });
        expect(await publish(["192.0.2.2"])).toMatchObject({ kind: "updated" });

        expect(await lexicon("delete", "192.0.2.2")).toBe("done");
        expect(emulator.held("home.example.net")).toEqual([]);
        expect(await publish([])).toEqual({ kind: "unchanged" });
      } finally {
        internet.stop();
        await emulator.stop();
      }
    });
  }
});
