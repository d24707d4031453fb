import { expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { httpPorts } from "../../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../../test/support/scripted-http.ts";
import { name } from "../../../test/support/values.ts";
import { anonymous } from "./authentication.ts";
import { GET } from "./call.ts";
import { Conversation } from "./conversation.ts";
import { givenZones } from "./given-zones.ts";
import { jsonServer } from "./server.ts";

/** A finder for the domains, at a service that knows one of them. */
function world(...domains: readonly string[]) {
  const http = new ScriptedHttp(({ url }) =>
    url.searchParams.get("Domain") === "example.net" ? { body: "[]" } : { status: 404, body: "{}" },
  );
  const server = jsonServer("https://x.example", anonymous);
  const conversation = new Conversation({ server, answers: [], ports: httpPorts(http), secrets: [] });
  const finder = givenZones(domains, (Domain) => GET("/records", { Domain }));
  return { http, finder, conversation };
}

const rows: readonly (readonly [owner: string, found: string])[] = [
  ["home.example.net", "example.net"],
  ["example.net", "example.net"],
  ["home.sub.example.net", "sub.example.net"],
  ["home.example.org", "zone-not-found"],
  ["anexample.net", "zone-not-found"],
];
for (const [owner, found] of rows) {
  test(`${owner}: ${found}, and nothing is asked`, async () => {
    const { http, finder, conversation } = world("Example.NET", "sub.example.net.");
    const result = await finder.zoneOf(conversation, name(owner));
    expect(result.ok ? result.value.apex.hostname : result.outcome.code).toBe(found);
    expect(http.requests).toEqual([]);
  });
}

test("zones are listed when the service has them all", async () => {
  const { finder, conversation } = world("example.net");
  expect(expectOk(await finder.zones(conversation)).map(({ apex }) => apex.hostname)).toEqual(["example.net"]);
  const other = world("example.net", "example.org");
  expect(await other.finder.zones(other.conversation)).toMatchObject({ ok: false, outcome: { kind: "rejected" } });
});

test("what is no name is said to be none", async () => {
  const { finder, conversation } = world("a..b");
  for (const result of [await finder.zones(conversation), await finder.zoneOf(conversation, name("a.b.example"))]) {
    expect(result).toMatchObject({ ok: false, outcome: { kind: "rejected", code: "name-invalid" } });
  }
});
