import { describe, expect, test } from "bun:test";
import { anyAccess } from "../../../../test/support/any-access.ts";
import { expectOk } from "../../../../test/support/expect-ok.ts";
import { httpPorts } from "../../../../test/support/provider-ports.ts";
import { actualRecord, rdataList } from "../../../../test/support/reconcile-values.ts";
import { ScriptedHttp, type ScriptedReply } from "../../../../test/support/scripted-http.ts";
import { name, ttl } from "../../../../test/support/values.ts";
import type { RRsetChange, ZoneApi } from "../../../core/provider.ts";
import { rdataAddress } from "../../../core/rrset.ts";
import { anonymous } from "../authentication.ts";
import { DELETE, GET, POST, PUT } from "../call.ts";
import { defineProvider } from "../define.ts";
import { textField } from "../fields.ts";
import { allAt, at, textOf } from "../json.ts";
import { numberedPages } from "../paging.ts";
import { jsonServer } from "../server.ts";
import { zoneList } from "../zone-finding.ts";
import { rrsets, type RRsetSpec } from "./rrset.ts";

interface Options {
  readonly comment: string | undefined;
}

const route = "/{zone}/{owner}/{type}";

/** A service with an address for each RRset. */
const usual: RRsetSpec<Options> = {
  zones: zoneList({ list: () => GET("/zones"), rows: "", apex: "name" }),
  read: ({ zone, relativeOwner: owner, type }) => GET(route, { zone, owner, type }),
  rrset: { values: "rrset_values.*", ttl: "rrset_ttl", fields: { comment: "note" } },
  replace: ({ zone, relativeOwner: owner, type, values, ttl: seconds, kept }) =>
    PUT(route, { zone, owner, type }, { rrset_values: values, rrset_ttl: seconds, ...kept.fields }),
  delete: ({ zone, relativeOwner: owner, type }) => DELETE(route, { zone, owner, type }),
};

function connect(spec: RRsetSpec<Options>, http: ScriptedHttp): ZoneApi {
  const declaration = defineProvider({
    id: "x",
    label: "X",
    site: "https://x.example",
    manual: "https://x.example",
    access: anyAccess,
    kind: "zone-api",
    credentials: {},
    options: { comment: textField({ en: "Comment", "zh-CN": "备注" }) },
    largestRRset: 10,
    ttl: { min: 60, max: 86_400, fallback: 600 },
    server: () => jsonServer("https://x.example", anonymous),
    family: (_settings) => rrsets(spec),
  });
  const api = declaration.connect({}, httpPorts(http));
  if (api.kind !== "zone-api") throw new Error("RRsets are of a zone API");
  return api;
}

const zone = { apex: name("example.net"), id: undefined };

describe("reading", () => {
  const read = async (reply: ScriptedReply, spec = usual, owner = "home.example.net"): Promise<string> => {
    const result = await connect(spec, new ScriptedHttp(() => reply)).read(zone, name(owner), "A", {});
    if (!result.ok) return result.outcome.code;
    return result.value.records.map(({ rdata, ttl: seconds }) => `${rdataAddress(rdata)}/${seconds}`).join(" ");
  };
  const json = (value: unknown): ScriptedReply => ({ body: JSON.stringify(value) });
  const among: RRsetSpec<Options> = {
    ...usual,
    rrset: { among: "rrsets", owner: "name", type: "type", values: "records.*.content", ttl: "ttl" },
  };
  const listed: RRsetSpec<Options> = { ...usual, rrset: { values: "*.data", ttl: "0.ttl" } };
  const steered: RRsetSpec<Options> = {
    ...usual,
    rrset: { values: "rrset_values.*", isUntouchable: (row) => at(row, "filters.0") !== undefined },
  };
  const spelled: RRsetSpec<Options> = {
    ...usual,
    rrset: { among: "sets", owner: (row) => `${textOf(at(row, "n"))?.slice(0, -1)}.example.net`, values: "v.*" },
  };
  const single: RRsetSpec<Options> = {
    ...usual,
    rrset: {
      values: (row) => {
        const value = at(row, "v");
        return value === undefined ? undefined : allAt([value].flat(), "*");
      },
    },
  };
  const identified: RRsetSpec<Options> = { ...usual, rrset: { id: "id", values: "rrset_values.*" } };
  const rows: readonly (readonly [title: string, reply: ScriptedReply, found: string, spec?: RRsetSpec<Options>])[] = [
    [
      "values and TTL",
      json({ rrset_values: ["192.0.2.1", "192.0.2.2"], rrset_ttl: 300 }),
      "192.0.2.1/300 192.0.2.2/300",
    ],
    ["no TTL", json({ rrset_values: ["192.0.2.1"], rrset_ttl: null }), "192.0.2.1/undefined"],
    ["no values", json({ rrset_values: [] }), ""],
    ["404", { status: 404, body: '{"message":"none"}' }, ""],
    ["404 of something else", { status: 404, body: "<html>no such site" }, "answer-unreadable"],
    ["values that are missing", json({ rrset_ttl: 300 }), "answer-unreadable"],
    ["a value that is no address", json({ rrset_values: ["192.0.2.1", "parked"] }), "answer-unreadable"],
    ["a value of the other family", json({ rrset_values: ["2001:db8::1"] }), "answer-unreadable"],
    ["the text none", { body: '"none"' }, "answer-unreadable"],
    ["a list that is the RRset", json([{ data: "192.0.2.1", ttl: 600 }]), "192.0.2.1/600", listed],
    ["an empty list that is the RRset", json([]), "", listed],
    [
      "the RRset among others",
      json({
        rrsets: [
          { name: "home.example.net.", type: "AAAA", ttl: 60, records: [{ content: "2001:db8::1" }] },
          { name: "other.example.net.", type: "A", ttl: 60, records: [{ content: "192.0.2.7" }] },
          { name: "HOME.example.net.", type: "A", ttl: 60, records: [{ content: "192.0.2.1" }] },
        ],
      }),
      "192.0.2.1/60",
      among,
    ],
    [
      "an owner in a spelling of its own",
      json({ sets: [{ n: "HOME!", v: ["192.0.2.1"] }] }),
      "192.0.2.1/undefined",
      spelled,
    ],
    ["values that are a list where there are several", json({ v: "192.0.2.1" }), "192.0.2.1/undefined", single],
    ["values of which there are none", json({}), "answer-unreadable", single],
    ["an identity that is missing", json({ rrset_values: ["192.0.2.1"] }), "answer-unreadable", identified],
    ["others only", json({ rrsets: [{ name: "other.example.net.", type: "A", records: [] }] }), "", among],
    ["no others", json({ rrsets: null }), "", among],
    ["an RRset that is steered", json({ rrset_values: ["192.0.2.1"], filters: [{}] }), "conflicting-records", steered],
    ["an RRset that is not", json({ rrset_values: ["192.0.2.1"], filters: [] }), "192.0.2.1/undefined", steered],
    ["no list", json({ error: "x" }), "answer-unreadable", among],
  ];
  for (const [title, reply, found, spec] of rows) {
    test(title, async () => expect(await read(reply, spec)).toBe(found));
  }
});

test("an RRset on the second page is found, and one the options do not select is not", async () => {
  const spec: RRsetSpec<Options> = {
    ...usual,
    read: (_set, page) => GET("/x", page),
    paging: numberedPages({ page: "page", size: "size", rows: 1 }),
    rrset: { among: "sets", owner: "n", values: "v.*", isSelected: (row) => at(row, "line") === "usual" },
  };
  const pages = [
    { n: "home.example.net", line: "other", v: ["192.0.2.1"] },
    { n: "home.example.net", line: "usual", v: ["192.0.2.2"] },
  ];
  const http = new ScriptedHttp(({ url }) => {
    const row = pages[Number(url.searchParams.get("page")) - 1];
    return { body: JSON.stringify({ sets: row === undefined ? [] : [row] }) };
  });
  const result = expectOk(await connect(spec, http).read(zone, name("home.example.net"), "A", {}));
  expect(result.records.map(({ rdata }) => String(rdataAddress(rdata)))).toEqual(["192.0.2.2"]);
});

describe("writing", () => {
  const present = actualRecord(undefined, "192.0.2.1", { ttl: 300, fields: { comment: "kept" } });
  const apply = async (more: Partial<RRsetChange>, spec = usual): Promise<string> => {
    const http = new ScriptedHttp(() => ({ body: "{}" }));
    const after = rdataList("192.0.2.8", "192.0.2.9");
    await connect(spec, http).apply(zone, {
      owner: name("Home.example.net"),
      type: "A",
      before: { records: [present], isMasked: false },
      after,
      ttl: undefined,
      options: {},
      edits: after.map((rdata) => ({ kind: "create", rdata }) as const),
      ...more,
    });
    return http.requests.map(({ method, url, body }) => `${method} ${url.pathname} ${body ?? ""}`.trim()).join("\n");
  };
  const nothing = { before: { records: [], isMasked: false } };
  const values = '"rrset_values":["192.0.2.8","192.0.2.9"]';

  test("keeps TTL and fields that the user did not set", async () => {
    expect(await apply({})).toBe(`PUT /example.net/home/A {${values},"rrset_ttl":300,"note":"kept"}`);
  });
  test("sets those that the user did", async () => {
    expect(await apply({ ttl: ttl(120), options: { comment: "new" } })).toBe(
      `PUT /example.net/home/A {${values},"rrset_ttl":120,"note":"new"}`,
    );
  });
  test("gives a new RRset the fallback TTL", async () => {
    expect(await apply(nothing)).toBe(`PUT /example.net/home/A {${values},"rrset_ttl":600}`);
  });
  test("creates where creating is another request", async () => {
    const spec: RRsetSpec<Options> = { ...usual, create: ({ zone: z }) => POST("/{z}", { z }) };
    expect(await apply(nothing, spec)).toBe("POST /example.net");
    expect(await apply({}, spec)).toStartWith("PUT");
  });
  test("deletes", async () => {
    expect(await apply({ after: [], edits: [{ kind: "delete", record: present }] })).toBe("DELETE /example.net/home/A");
  });
  test("encodes the apex and a wildcard", async () => {
    expect(await apply({ ...nothing, owner: name("example.net") })).toStartWith("PUT /example.net/%40/A");
    expect(await apply({ ...nothing, owner: name("*.example.net") })).toStartWith("PUT /example.net/*/A");
  });
});

describe("a row that holds more than the RRset", () => {
  const both: RRsetSpec<Options> = {
    ...usual,
    read: ({ zone: z, name: n }) => GET("/{z}/{n}", { z, n }),
    readsAgain: true,
    rrset: ({ type }) => ({
      values: (row) => allAt(row, "all.*").filter((value) => String(value).includes(":") === (type === "AAAA")),
      isMasked: (row) => at(row, "proxied") === true,
    }),
    replace: ({ values, row }) =>
      POST("/x", { all: [...values, ...allAt(row, "all.*").filter((value) => String(value).includes(":"))] }),
    delete: ({ row }) => (row === undefined ? [] : DELETE("/x")),
  };
  const before = { records: [actualRecord(undefined, "192.0.2.1")], isMasked: false };
  const after = rdataList("192.0.2.9");
  const edits = after.map((rdata) => ({ kind: "create", rdata }) as const);
  const change: RRsetChange = {
    ...{ owner: name("home.example.net"), type: "A", ttl: undefined, options: {} },
    ...{ before, after, edits },
  };
  const apply = async (now: unknown): Promise<string> => {
    const http = new ScriptedHttp(() => ({ body: JSON.stringify(now) }));
    const outcome = await connect(both, http).apply(zone, change);
    const sent = http.requests.map(({ method, body }) => `${method} ${body ?? ""}`.trim()).join(", ");
    return `${sent}: ${"code" in outcome ? outcome.code : outcome.kind}`;
  };

  test("is read again before a change, which writes the rest as it is", async () => {
    expect(await apply({ all: ["192.0.2.1", "2001:db8::7"] })).toBe(
      'GET, POST {"all":["192.0.2.9","2001:db8::7"]}: updated',
    );
  });
  test("is not written when the RRset is another one by now", async () => {
    expect(await apply({ all: ["192.0.2.2", "2001:db8::7"] })).toBe("GET: precondition-lost");
    expect(await apply({ all: ["2001:db8::7"] })).toBe("GET: precondition-lost");
  });
  test("is not written when it cannot be read", async () => {
    expect(await apply({ all: ["192.0.2."] })).toBe("GET: answer-unreadable");
  });
  test("tells that it is masked", async () => {
    const http = new ScriptedHttp(() => ({ body: '{"all":["192.0.2.1"],"proxied":true}' }));
    expect(expectOk(await connect(both, http).read(zone, name("home.example.net"), "A", {})).isMasked).toBe(true);
  });
});
