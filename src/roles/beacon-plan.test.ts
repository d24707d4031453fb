import { describe, expect, test } from "bun:test";
import type { NameConfig, ProviderConfig } from "../config/config.ts";
import type { Settings } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { parseSources } from "../detect/source-spec.ts";
import { provider as holdfast } from "../providers/holdfast.ts";
import { provider as dyndns2 } from "../providers/dyndns2.ts";
import type { AddressRule, VerdictKey } from "../reconcile/managed-name.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { address, name } from "../../test/support/values.ts";
import { type PlannedBeacon, planBeacons } from "./beacon-plan.ts";

const key = "the question" as VerdictKey;
const verdict: AddressRule = { kind: "verdict", verdict: key };
const off: AddressRule = { kind: "unmanaged" };
const neighbour: AddressRule = { kind: "prefix-of", verdict: key, interfaceId: address("::52"), prefixLength: 64 };

interface Given {
  readonly settings?: Settings;
  readonly verify?: ProviderConfig["verify"];
  readonly declaration?: ProviderConfig["declaration"];
  readonly ownership?: NameConfig<unknown>["ownership"];
  readonly ipv4?: AddressRule;
  readonly ipv6?: AddressRule;
  readonly sources?: string | readonly string[];
}

function plan(given: Given): readonly PlannedBeacon[] {
  const provider: ProviderConfig = {
    key: "home",
    declaration: given.declaration ?? holdfast,
    settings: { url: "https://dyn.example.org", token: new Secret("t"), beacon: "15s", ...given.settings },
    verify: given.verify ?? { kind: "auto" },
  };
  const config: NameConfig<unknown> = {
    owner: name("home.dyn.example.org"),
    provider,
    addresses: { ipv4: { kind: "auto" }, ipv6: { kind: "auto" } },
    uplinks: [],
    use: "first",
    ttl: undefined,
    scopes: ["global"],
    ownership: given.ownership ?? "rrset",
    options: {},
  };
  const specs = expectOk(parseSources(given.sources ?? "stun:192.0.2.3:3478", "ipv4"));
  const rules = { ipv4: given.ipv4 ?? verdict, ipv6: given.ipv6 ?? off };
  return planBeacons(config, { rules, specsOf: () => specs });
}

describe("where a beacon is sent", () => {
  const servers = [{ address: address("2001:db8::53"), port: 5_353 }];
  const rows: readonly (readonly [title: string, given: Given, server: string | undefined])[] = [
    ["the host of the URL", {}, "dyn.example.org 53"],
    ["whatever the port of HTTP", { settings: { url: "https://dyn.example.org:8443/x" } }, "dyn.example.org 53"],
    ["an address in the URL", { settings: { url: "https://[2001:db8::1]:8443" } }, "2001:db8::1 53"],
    ["the servers that changes are verified at", { verify: { kind: "servers", servers } }, "2001:db8::53 5353"],
    ["a name", { settings: { dns: "ns1.example.org" } }, "ns1.example.org 53"],
    [
      "a name and port",
      { settings: { dns: "ns1.example.org:5300" }, verify: { kind: "servers", servers } },
      "ns1.example.org 5300",
    ],
    ["an address", { settings: { dns: "2001:db8::7" } }, "2001:db8::7 53"],
    ["an address and port", { settings: { dns: "[2001:db8::7]:5300" } }, "2001:db8::7 5300"],
    ["an IPv4 address and port", { settings: { dns: "192.0.2.1:5300" } }, "192.0.2.1 5300"],
    ["blanks, which say nothing", { settings: { dns: " " } }, "dyn.example.org 53"],
    ["a port nobody has", { settings: { dns: "ns1.example.org:0" } }, undefined],
    ["a port that is too high", { settings: { dns: "ns1.example.org:65536" } }, undefined],
    ["nothing that is a server", { settings: { dns: "a:b:c" } }, undefined],
  ];
  for (const [title, given, server] of rows) {
    test(`${title}: ${server}`, () => {
      const [beacon] = plan(given);
      expect(beacon === undefined ? undefined : `${beacon.server.host} ${beacon.server.port}`).toBe(server as string);
    });
  }
});

describe("what a beacon may say", () => {
  const rows: readonly (readonly [title: string, given: Given, beacons: readonly string[]])[] = [
    ["an echo", {}, ["ipv4 publish confirm"]],
    ["the interface and echoes", { sources: ["interface", "stun:192.0.2.3:3478"] }, ["ipv4 publish confirm"]],
    ["both families", { ipv6: verdict }, ["ipv4 publish confirm", "ipv6 publish confirm"]],
    ["the interface", { sources: "interface" }, ["ipv4 confirm"]],
    ["a fixed address", { sources: "static:192.0.2.1" }, ["ipv4 confirm"]],
    ["a shared name", { ownership: "values" }, ["ipv4"]],
    ["a neighbour's name", { ipv4: off, ipv6: neighbour }, ["ipv6"]],
    ["no family", { ipv4: off }, []],
    ["no beacon", { settings: { beacon: "off" } }, []],
    ["another kind of server", { declaration: dyndns2 }, []],
  ];
  for (const [title, given, beacons] of rows) {
    test(`with ${title}: ${beacons.join(", ") || "nothing"}`, () => {
      const said = plan(given).map(({ family, mayPublish, mayConfirm }) =>
        [family, ...(mayPublish ? ["publish"] : []), ...(mayConfirm ? ["confirm"] : [])].join(" "),
      );
      expect(said).toEqual([...beacons]);
    });
  }

  test("every choice of an interval is one", () => {
    for (const choice of (holdfast.credentials["beacon"]?.choices ?? []).filter((one) => one !== "off")) {
      expect(plan({ settings: { beacon: choice } })).toHaveLength(1);
    }
  });
});
