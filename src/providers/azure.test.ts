import { describe, expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { exchangesTokens } from "../../test/conformance/token-exchange.ts";
import { azureAccount, startAzure } from "../../test/emulators/azure.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name } from "../../test/support/values.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./azure.ts";

const settings = { ...azureAccount, clientSecret: new Secret(azureAccount.clientSecret) };
const subject = { provider, settings, start: startAzure };
const isExchange = ({ path }: ReceivedRequest): boolean => path.endsWith("/token");

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, clientSecret: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: false,
  withoutCredentials: (request) =>
    isExchange(request) ? { ...request, body: "" } : withoutHeader("authorization")(request),
  zonePageRows: 100,
  fields: { metadata: { team: "dns" } },
  cannot: { "reads the second page": "an RRset is read alone" },
});

exchangesTokens({ ...subject, lifetime: 3_599, isExchange });

describe("a wrong account", () => {
  const rows: readonly (readonly [title: string, wrong: Readonly<Record<string, string>>, code: string])[] = [
    ["tenant", { tenant: "other" }, "credentials-rejected"],
    ["client", { clientId: "other" }, "credentials-rejected"],
    ["subscription", { subscription: "other" }, "zone-not-found"],
    ["resource group", { resourceGroup: "other" }, "zone-not-found"],
  ];
  for (const [title, wrong, code] of rows) {
    test(`${title}: rejected`, () =>
      zoneApiAt({ ...subject, settings: { ...settings, ...wrong } }, async ({ publish }) => {
        expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code });
      }));
  }
});

describe("a named resource group", () => {
  const named = { ...subject, settings: { ...settings, resourceGroup: "first" } };

  test("zones are asked for by name, which a role for one of them allows", () =>
    zoneApiAt(named, async ({ service, publish }) => {
      expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(asked(service).some((path) => path.endsWith("/dnsZones"))).toBe(false);
    }));

  test("lists and finds its own zones only", () =>
    zoneApiAt(named, async ({ api, service }) => {
      service.addZone("elsewhere.example");
      expect(expectOk(await api.zones()).map(({ apex }) => apex.hostname)).toEqual(["example.net"]);
      expect(await api.zoneOf(name("home.elsewhere.example"))).toMatchObject({ outcome: { code: "zone-not-found" } });
    }));
});

test("an alias of an Azure resource is left alone", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const fields = { alias: "/subscriptions/x/publicIPAddresses/ip" };
    service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.7", fields });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
  }));

describe("what somebody else wrote after it was read", () => {
  const rows: readonly (readonly [title: string, before: readonly string[], wanted: readonly string[]])[] = [
    ["a new name", [], ["192.0.2.1"]],
    ["a name to be changed", ["192.0.2.7"], ["192.0.2.1"]],
    ["a name to be withdrawn", ["192.0.2.7"], []],
  ];
  for (const [title, before, wanted] of rows) {
    test(`${title}: not written over`, () =>
      zoneApiAt(subject, async ({ service, publish }) => {
        const hold = (content: string): void =>
          service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content });
        for (const content of before) hold(content);
        // Between reading and writing: the fault applies to none, and is asked about each.
        service.http.failNext({ kind: "reset" }, (request) => {
          if (service.isWrite(request)) hold("192.0.2.200");
          return false;
        });
        expect(await publish(wanted)).toMatchObject({ kind: "failed", code: "precondition-lost" });
        expect(service.held("home.example.net", "A").map(({ content }) => content)).toEqual([...before, "192.0.2.200"]);
      }));
  }
});

function asked(service: EmulatedZones): readonly string[] {
  return service.http.requests.map(({ path }) => path);
}
