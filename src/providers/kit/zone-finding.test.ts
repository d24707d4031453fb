import { describe, expect, test } from "bun:test";
import { httpPorts } from "../../../test/support/provider-ports.ts";
import { ScriptedHttp, type ScriptedReply } from "../../../test/support/scripted-http.ts";
import { name } from "../../../test/support/values.ts";
import { anonymous } from "./authentication.ts";
import { GET } from "./call.ts";
import { Conversation } from "./conversation.ts";
import { at } from "./json.ts";
import { jsonServer } from "./server.ts";
import { oneZone, zoneByAsking, zoneList, zoneOfOwner, type ZoneFinder } from "./zone-finding.ts";

const json = (value: unknown): ScriptedReply => ({ body: JSON.stringify(value) });

/** Zones of an account, in the order its list has them. */
const zones = [
  { id: 1, name: "example.net", state: "active" },
  { id: 2, name: "sub.example.net.", state: "active" },
  { id: 3, name: "Example.ORG", state: "moved" },
  { id: 4, name: "example.org", state: "active" },
  { id: 5, name: "bücher.example", state: "active" },
];

/** Finds a zone and tells what was asked. */
async function find(finder: ZoneFinder, owner: string, reply: (path: string, query: URLSearchParams) => ScriptedReply) {
  const http = new ScriptedHttp(({ url }) => reply(url.pathname, url.searchParams));
  const server = jsonServer("https://x.example", anonymous);
  const conversation = new Conversation({ server, answers: [], ports: httpPorts(http), secrets: [] });
  const result = await finder.zoneOf(conversation, name(owner));
  const found = result.ok ? `${result.value.apex.hostname} ${result.value.id}` : result.outcome.code;
  return { found, asked: http.requests.map(({ url }) => url.pathname + url.search), conversation };
}

describe("from a list", () => {
  const whole = zoneList({
    list: (page) => GET("/zones", page),
    rows: "",
    apex: "name",
    id: "id",
    prefer: (row) => at(row, "state") === "active",
  });
  const rows: readonly (readonly [owner: string, found: string])[] = [
    ["home.example.net", "example.net 1"],
    ["example.net", "example.net 1"],
    ["a.sub.example.net", "sub.example.net 2"],
    ["notsub.example.net", "example.net 1"],
    ["anexample.net", "zone-not-found"],
    ["home.example.org", "example.org 4"],
    ["HOME.EXAMPLE.NET", "example.net 1"],
    ["xn--bcher-kva.example", "xn--bcher-kva.example 5"],
    ["*.example.net", "example.net 1"],
    ["net", "zone-not-found"],
  ];
  for (const [owner, found] of rows) {
    test(owner, async () => expect((await find(whole, owner, () => json(zones))).found).toBe(found));
  }

  test("an apex may be in parts", async () => {
    const parts = zoneList({
      list: (page) => GET("/zones", page),
      rows: "",
      apex: (row) => `${String(at(row, "sub"))}.${String(at(row, "domain"))}`,
    });
    const reply = (): ScriptedReply => json([{ sub: "dyn", domain: "example.net" }]);
    expect((await find(parts, "home.dyn.example.net", reply)).found).toBe("dyn.example.net undefined");
  });

  test("what is no zone to manage is passed over, even without a name", async () => {
    const full = zoneList({
      list: (page) => GET("/zones", page),
      rows: "",
      apex: "name",
      isSelected: (row) => at(row, "state") === "active",
    });
    const reply = (): ScriptedReply => json([{ name: "" }, ...zones]);
    expect((await find(full, "home.example.org", reply)).found).toBe("example.org undefined");
    const moved = (): ScriptedReply => json([{ name: "example.org", state: "moved" }]);
    expect((await find(full, "home.example.org", moved)).found).toBe("zone-not-found");
  });

  test("a zone that cannot be read makes the list unreadable", async () => {
    for (const row of [{ id: 1 }, { name: "example.net" }, { id: 1, name: "a..b" }, null]) {
      expect((await find(whole, "home.example.net", () => json([row]))).found).toBe("answer-unreadable");
    }
  });
});

describe("from a list that is narrowed, parents are asked for from the longest", () => {
  const narrowed = zoneList({
    list: (query) => GET("/zones", query),
    narrow: (apex) => ({ name: apex }),
    rows: "",
    apex: "name",
    id: "id",
  });
  const reply = (_path: string, query: URLSearchParams): ScriptedReply =>
    json(zones.filter(({ name: apex }) => apex.replace(/\.$/, "") === query.get("name")));
  const rows: readonly (readonly [owner: string, found: string, asked: readonly string[]])[] = [
    ["a.b.example.net", "example.net 1", ["a.b.example.net", "b.example.net", "example.net"]],
    ["a.sub.example.net", "sub.example.net 2", ["a.sub.example.net", "sub.example.net"]],
    ["*.example.net", "example.net 1", ["example.net"]],
    ["home.example.com", "zone-not-found", ["home.example.com", "example.com"]],
  ];
  for (const [owner, found, asked] of rows) {
    test(owner, async () => {
      expect(await find(narrowed, owner, reply)).toMatchObject({
        found,
        asked: asked.map((apex) => `/zones?name=${apex}`),
      });
    });
  }

  test("a filter that is ignored gives no foreign zone", async () => {
    expect((await find(narrowed, "home.example.com", () => json(zones))).found).toBe("zone-not-found");
  });

  test("a failure is not taken for no zone", async () => {
    expect((await find(narrowed, "home.example.net", () => ({ status: 503 }))).found).toBe("server-error");
  });
});

describe("by asking for each parent", () => {
  const asking = zoneByAsking({ ask: (apex) => GET("/zones/{apex}", { apex }), id: "id" });
  const reply = (path: string): ScriptedReply =>
    path === "/zones/example.net" ? json({ id: "z1" }) : { status: 404, body: "{}" };
  test("404 leads to the next", async () => {
    expect(await find(asking, "a.b.example.net", reply)).toMatchObject({
      found: "example.net z1",
      asked: ["/zones/a.b.example.net", "/zones/b.example.net", "/zones/example.net"],
    });
  });
  test("no parent is a zone", async () =>
    expect((await find(asking, "home.example.com", reply)).found).toBe("zone-not-found"));
  test("an answer without identifier", async () =>
    expect((await find(asking, "example.com", () => json({}))).found).toBe("answer-unreadable"));
  test("has no list", async () => {
    const { conversation } = await find(asking, "example.net", reply);
    expect(await asking.zones(conversation)).toMatchObject({ outcome: { kind: "rejected", code: "unsupported" } });
  });
});

describe("from the service's word for a name", () => {
  const responsible = zoneOfOwner({ ask: (owner) => GET("/domains", { owns_qname: owner }), zone: "0", apex: "name" });
  test("the zone it names", async () => {
    expect(await find(responsible, "a.b.example.net", () => json([{ name: "example.net" }]))).toMatchObject({
      found: "example.net undefined",
      asked: ["/domains?owns_qname=a.b.example.net"],
    });
  });
  test("no zone", async () =>
    expect((await find(responsible, "a.example.net", () => json([]))).found).toBe("zone-not-found"));
  test("a zone that does not hold the name", async () => {
    expect((await find(responsible, "a.example.net", () => json([{ name: "example.org" }]))).found).toBe(
      "answer-unreadable",
    );
  });
});

describe("from the user's own word", () => {
  const given = oneZone({ ask: () => GET("/zones/{id}", { id: "z1" }), zone: "result", apex: "name", id: "id" });
  const reply = (): ScriptedReply => json({ result: { id: "z1", name: "example.net" } });
  test("a name inside", async () =>
    expect((await find(given, "home.example.net", reply)).found).toBe("example.net z1"));
  test("a name outside", async () =>
    expect((await find(given, "home.example.org", reply)).found).toBe("zone-not-found"));
  test("a zone that is not there", async () =>
    expect((await find(given, "home.example.net", () => ({ status: 404, body: "{}" }))).found).toBe("zone-not-found"));
  test("is the list", async () => {
    const { conversation } = await find(given, "home.example.net", reply);
    expect(await given.zones(conversation)).toMatchObject({ value: [{ id: "z1" }] });
  });
});
