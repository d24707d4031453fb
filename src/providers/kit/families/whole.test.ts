import { describe, expect, test } from "bun:test";
import { anyAccess } from "../../../../test/support/any-access.ts";
import { expectOk } from "../../../../test/support/expect-ok.ts";
import { httpPorts } from "../../../../test/support/provider-ports.ts";
import { rdataList } from "../../../../test/support/reconcile-values.ts";
import { ScriptedHttp } from "../../../../test/support/scripted-http.ts";
import { name, ttl } from "../../../../test/support/values.ts";
import type { Outcome } from "../../../core/outcome.ts";
import type { ActualRRset, RRsetChange, ZoneApi } from "../../../core/provider.ts";
import type { RRType } from "../../../core/rr-type.ts";
import { anonymous } from "../authentication.ts";
import { GET, PUT } from "../call.ts";
import { defineProvider } from "../define.ts";
import { allAt, at, isObject, type Json } from "../json.ts";
import { jsonServer } from "../server.ts";
import { zoneList } from "../zone-finding.ts";
import { whole } from "./whole.ts";

type Row = { readonly [member: string]: Json };

const zone = { apex: name("example.net"), id: undefined };
const row = (host: string, value: string, more: Row = {}): Row => {
  return { host, type: value.includes(":") ? "AAAA" : "A", value, ttl: 300, ...more };
};

/** A service that keeps one list and takes it whole. */
class Service {
  rows: readonly Json[];
  readonly http: ScriptedHttp;
  readonly api: ZoneApi;

  constructor(...rows: readonly Json[]) {
    this.rows = rows;
    this.http = new ScriptedHttp(({ method, body }) => {
      if (method === "PUT") this.rows = allAt(JSON.parse(String(body ?? "[]")), "*");
      return { body: JSON.stringify({ version: "1", rows: this.rows }) };
    });
    this.api = connect(this.http);
  }

  get writes(): number {
    return this.http.requests.filter(({ method }) => method === "PUT").length;
  }

  async read(owner: string, type: RRType = "A"): Promise<ActualRRset> {
    return expectOk(await this.api.read(zone, name(owner), type, {}));
  }

  apply(
    owner: string,
    before: ActualRRset,
    after: readonly string[],
    more: Partial<RRsetChange> = {},
  ): Promise<Outcome> {
    const rdata = rdataList(...after);
    const edits = [{ kind: "create", rdata: Uint8Array.of(1) }] as const;
    const change = { owner: name(owner), type: "A", before, after: rdata, ttl: undefined, options: {}, edits } as const;
    return this.api.apply(zone, { ...change, ...more });
  }
}

function connect(http: ScriptedHttp): ZoneApi {
  const declaration = defineProvider({
    id: "x",
    label: "X",
    site: "https://x.example",
    manual: "https://x.example",
    access: anyAccess,
    kind: "zone-api",
    credentials: {},
    largestRRset: 10,
    ttl: { min: 60, max: 86_400, fallback: 600 },
    server: () => jsonServer("https://x.example", anonymous),
    family: (_settings) =>
      whole({
        zones: zoneList({ list: () => GET("/zones"), rows: "", apex: "name" }),
        read: ({ apex }) => GET("/{apex}", { apex }),
        rows: (tree) => (at(tree, "rows") === undefined ? undefined : allAt(tree, "rows.*")),
        record: { owner: "host", ownerIs: "relative", type: "type", content: "value", ttl: "ttl" },
        loss: (_tree, rows) =>
          rows.some((one) => at(one, "secret") !== undefined) ? "a secret would be lost" : undefined,
        row: ({ relativeOwner: host, type, content: value, ttl: seconds = 0 }, present) => ({
          ...(isObject(present) ? present : { host, type }),
          value,
          ttl: seconds,
        }),
        write: ({ apex }, rows) => PUT("/{apex}", { apex }, rows),
      }),
  });
  const api = declaration.connect({}, httpPorts(http));
  if (api.kind !== "zone-api") throw new Error("a whole is of a zone API");
  return api;
}

const lost = { kind: "failed", code: "precondition-lost" };

describe("a change", () => {
  test("sends everything else back as it was", async () => {
    const others = [
      row("home", "2001:db8::1"),
      { host: "@", type: "MX", value: "mx", preference: 10 },
      row("b", "192.0.2.9"),
    ];
    const service = new Service(row("home", "192.0.2.1"), ...others);
    const before = await service.read("home.example.net");
    expect(await service.apply("home.example.net", before, ["192.0.2.2"])).toMatchObject({ kind: "updated" });
    expect(service.rows).toEqual([...others, row("home", "192.0.2.2")]);
  });

  test("keeps what the row of the record says besides, and its TTL", async () => {
    const service = new Service(row("home", "192.0.2.1", { note: "kept", ttl: 120 }));
    const before = await service.read("home.example.net");
    await service.apply("home.example.net", before, ["192.0.2.2"]);
    expect(service.rows).toEqual([row("home", "192.0.2.2", { note: "kept", ttl: 120 })]);
    await service.apply("home.example.net", await service.read("home.example.net"), ["192.0.2.2"], { ttl: ttl(900) });
    expect(service.rows).toEqual([row("home", "192.0.2.2", { note: "kept", ttl: 900 })]);
  });

  test("withdraws, and makes anew with the fallback", async () => {
    const service = new Service(row("home", "192.0.2.1"));
    await service.apply("home.example.net", await service.read("home.example.net"), []);
    expect(service.rows).toEqual([]);
    await service.apply("home.example.net", await service.read("home.example.net"), ["192.0.2.3"]);
    expect(service.rows).toEqual([row("home", "192.0.2.3", { ttl: 600 })]);
  });

  test("two at once lose nothing of each other", async () => {
    const service = new Service();
    const [a, b] = [await service.read("a.example.net"), await service.read("b.example.net")];
    const outcomes = await Promise.all([
      service.apply("a.example.net", a, ["192.0.2.1"]),
      service.apply("b.example.net", b, ["192.0.2.2"]),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["updated", "updated"]);
    expect(service.rows.map((one) => at(one, "host"))).toEqual(["a", "b"]);
  });

  test("takes along what others made since it was planned", async () => {
    const service = new Service(row("home", "192.0.2.1"));
    const before = await service.read("home.example.net");
    service.rows = [...service.rows, row("new", "192.0.2.7")];
    await service.apply("home.example.net", before, ["192.0.2.2"]);
    expect(service.rows).toEqual([row("new", "192.0.2.7"), row("home", "192.0.2.2")]);
  });
});

describe("nothing is written", () => {
  test("when the RRset is no longer what it was", async () => {
    for (const now of [[], [row("home", "192.0.2.5")], [row("home", "192.0.2.1"), row("home", "192.0.2.5")]]) {
      const service = new Service(row("home", "192.0.2.1"));
      const before = await service.read("home.example.net");
      service.rows = now;
      expect(await service.apply("home.example.net", before, ["192.0.2.2"])).toMatchObject(lost);
      expect(service.writes).toBe(0);
    }
  });

  test("when records that were there are missing, until they have been seen to be gone", async () => {
    const service = new Service(row("home", "192.0.2.1"), row("b", "192.0.2.8"), row("c", "192.0.2.9"));
    const before = await service.read("home.example.net");
    service.rows = service.rows.slice(0, 1);
    const outcome = await service.apply("home.example.net", before, ["192.0.2.2"]);
    expect(outcome).toMatchObject({ ...lost, detail: expect.stringContaining("2 records") });
    expect(service.writes).toBe(0);
    const again = await service.read("home.example.net");
    expect(await service.apply("home.example.net", again, ["192.0.2.2"])).toMatchObject({ kind: "updated" });
  });

  test("when something could not be sent back", async () => {
    const service = new Service(row("b", "192.0.2.8", { secret: "x" }));
    const before = await service.read("home.example.net");
    const outcome = await service.apply("home.example.net", before, ["192.0.2.2"]);
    expect(outcome).toEqual({ kind: "rejected", code: "conflicting-records", detail: "a secret would be lost" });
    expect(service.writes).toBe(0);
  });

  test("when there is no list, which is no empty one", async () => {
    const api = connect(new ScriptedHttp(() => ({ body: '{"error":"x"}' })));
    const unreadable = { outcome: { kind: "failed", code: "answer-unreadable" } };
    expect(await api.read(zone, name("home.example.net"), "A", {})).toMatchObject(unreadable);
  });
});

test("another spelling of an address of ours is no record that is missing", async () => {
  const service = new Service();
  const [a, b] = [await service.read("a.example.net", "AAAA"), await service.read("b.example.net")];
  await service.apply("a.example.net", a, ["2001:db8::1"], { type: "AAAA" });
  service.rows = [row("a", "2001:DB8:0::1")];
  expect(await service.apply("b.example.net", b, ["192.0.2.2"])).toMatchObject({ kind: "updated" });
});
