import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Outcome } from "../../src/core/outcome.ts";
import type { Settings } from "../../src/core/provider.ts";
import { Secret } from "../../src/core/secret.ts";
import { provider } from "../../src/providers/rfc2136.ts";
import { tsigAlgorithms } from "../../src/core/tsig-algorithm.ts";
import { conformsAsZoneApi } from "../conformance/zone-api.ts";
import { ZoneBench } from "../conformance/zone-bench.ts";
import { standIn } from "../support/dns-ports.ts";
import { type PrimaryName, startPrimary } from "./updatable-primaries.ts";

/** The provider `rfc2136` against real primaries: the suite that the emulated one passes, and what only real ones show. */

// A server is started for each test, which takes seconds on a busy machine.
setDefaultTimeout(30_000);

const secret = "Q0FOQVJZLXNlY3JldC1vZi0zMi1vY3RldHMtbG9uZyE=";

function settingsFor(algorithm: string, transport: "tcp" | "udp", keySecret: string = secret): Settings {
  return {
    server: standIn.address,
    port: 53,
    transport,
    algorithm,
    keyName: "ddns-key",
    keySecret: new Secret(keySecret),
  };
}

for (const server of ["bind", "knot"] as const satisfies readonly PrimaryName[]) {
  describe(server, () => {
    conformsAsZoneApi({
      provider,
      start: () => startPrimary(server, { name: "ddns-key", algorithm: "hmac-sha256", secret }),
      settings: settingsFor("hmac-sha256", "tcp"),
      wrongSettings: settingsFor("hmac-sha256", "tcp", "d3JvbmctQ0FOQVJZLXNlY3JldC13cm9uZy1DQU5BUlk="),
      cannot: {
        "lists zones": "DNS has no question for them",
        "lifts a short TTL": "every TTL is allowed",
        "reads the second page": "RRsets are read whole",
      },
    });

    for (const algorithm of tsigAlgorithms) {
      for (const transport of ["tcp", "udp"] as const) {
        test(`${algorithm} over ${transport}: both directions agree`, async () => {
          const settings = settingsFor(algorithm, transport);
          const start = () => startPrimary(server, { name: "ddns-key", algorithm, secret });
          const bench = await ZoneBench.start({ provider, settings, wrongSettings: settings, start });
          try {
            expect(await bench.publish("home.example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
            expect(await bench.contents("home.example.net")).toEqual(["192.0.2.1"]);
          } finally {
            await bench.peer.stop();
          }
        });
      }
    }

    describe("refuses", () => {
      let bench: ZoneBench;

      beforeEach(async () => {
        const settings = settingsFor("hmac-sha256", "tcp");
        const start = () => startPrimary(server, { name: "ddns-key", algorithm: "hmac-sha256", secret });
        bench = await ZoneBench.start({ provider, settings, wrongSettings: settings, start });
      });

      afterEach(async () => {
        await bench.peer.stop();
      });

      const publish = (changes: Settings): Promise<Outcome> => {
        const api = bench.connect({ ...settingsFor("hmac-sha256", "tcp"), ...changes });
        return bench.publish("home.example.net", ["192.0.2.1"], {}, api);
      };

      test("an unknown key", async () => {
        expect(await publish({ keyName: "other-key" })).toMatchObject({ code: "credentials-rejected" });
      });

      test("no key", async () => {
        expect(await publish({ keyName: undefined, keySecret: undefined })).toMatchObject({
          kind: "rejected",
          code: "not-authorized",
        });
      });

      test("an alias at the name", async () => {
        const alias = { zone: "example.net", owner: "home.example.net", type: "CNAME", content: "elsewhere.example." };
        await bench.peer.hold(alias);
        expect(await publish({})).toMatchObject({ kind: "rejected", code: "conflicting-records" });
      });
    });
  });
}
