import { describe, expect, test } from "bun:test";
import { anyAccess } from "../../../../test/support/any-access.ts";
import { expectOk } from "../../../../test/support/expect-ok.ts";
import { httpPorts } from "../../../../test/support/provider-ports.ts";
import { actualRecord, rdataList } from "../../../../test/support/reconcile-values.ts";
import { ScriptedHttp, type ScriptedReply } from "../../../../test/support/scripted-http.ts";
import { name, ttl } from "../../../../test/support/values.ts";
import type { RecordEdit, RRsetChange, Settings, ZoneApi } from "../../../core/provider.ts";
import { anonymous } from "../authentication.ts";
import { DELETE, GET, POST, PUT, type Call } from "../call.ts";
import { defineProvider } from "../define.ts";
import { booleanField, listField, textField } from "../fields.ts";
import { at, type Json } from "../json.ts";
import { jsonServer } from "../server.ts";
import { zoneList } from "../zone-finding.ts";
import { records, type RecordShape, type RecordsSpec } from "./records.ts";

const words = { en: "A value", "zh-CN": "某个值" };

interface Options {
  readonly line: string | undefined;
  readonly proxied: boolean | undefined;
  readonly tags: readonly string[] | undefined;
}

const shape: RecordShape<Options> = {
  id: "id",
  owner: "host",
  ownerIs: "relative",
  type: "kind",
  content: "value",
  ttl: "ttl",
  fields: { line: "line", proxied: "cloud.proxied", tags: "cloud.tags" },
  isSelected: (row, { options }) => at(row, "line") === (options.line ?? "default"),
};

/** A service with relative owners, whose records are replaced whole and belong to lines. */
const usual: RecordsSpec<Options> = {
  zones: zoneList({ list: () => GET("/zones"), rows: "", apex: "name" }),
  list: ({ zone, relativeOwner }) => GET("/{zone}", { zone }, { name: relativeOwner }),
  rows: "rows",
  record: shape,
  create: ({ zone, relativeOr, type, content, ttl: seconds, kept }) =>
    POST("/{zone}", { zone }, { host: relativeOr(""), kind: type, value: content, ttl: seconds, ...kept.fields }),
  update: ({ zone, id, content, ttl: seconds, kept }) =>
    PUT("/{zone}/{id}", { zone, id }, { value: content, ttl: seconds, ...kept.fields }),
  delete: ({ zone, id }) => DELETE("/{zone}/{id}", { zone, id }),
};

function connect(spec: RecordsSpec<Options>, http: ScriptedHttp): ZoneApi {
  const declaration = defineProvider({
    id: "x",
    label: "X",
    site: "https://x.example",
    manual: "https://x.example",
    access: anyAccess,
    kind: "zone-api",
    credentials: {},
    options: { line: textField(words), proxied: booleanField(words), tags: listField(words) },
    largestRRset: 10,
    ttl: { min: 60, max: 86_400, fallback: 600 },
    server: () => jsonServer("https://x.example", anonymous),
    family: (_settings) => records(spec),
  });
  const api = declaration.connect({}, httpPorts(http));
  if (api.kind !== "zone-api") throw new Error("records are of a zone API");
  return api;
}

const zone = { apex: name("example.net"), id: undefined };
const row = (parts: Readonly<Record<string, Json>>): Json => ({
  id: 1,
  host: "home",
  kind: "A",
  value: "192.0.2.1",
  ttl: "300",
  line: "default",
  ...parts,
});

describe("reading", () => {
  const read = async (rows: readonly Json[], owner = "home.example.net", options: Settings = {}, spec = usual) => {
    const http = new ScriptedHttp(() => ({ body: JSON.stringify({ rows }) }));
    const result = await connect(spec, http).read(zone, name(owner), "A", options);
    return result.ok ? result.value.records.map(({ id }) => id).join(" ") : result.outcome.code;
  };

  const rows: readonly (readonly [title: string, rows: readonly Json[], found: string, owner?: string])[] = [
    ["nothing", [], ""],
    ["a number as identity", [row({})], "1"],
    ["an identity beyond 2^53", [row({ id: "90071992547409931" })], "90071992547409931"],
    ["other owners and types", [row({ host: "other" }), row({ kind: "AAAA" }), row({ id: 2 })], "2"],
    ["an owner in another case, with a dot", [row({ host: "HOME." })], "1"],
    ["a type in lower case", [row({ kind: "a" })], "1"],
    ["the apex as nothing", [row({ host: "" }), row({})], "1", "example.net"],
    ["the apex as @", [row({ host: "@" }), row({})], "1", "example.net"],
    ["a wildcard", [row({ host: "*" }), row({})], "1", "*.example.net"],
    ["an owner that is no name", [row({ host: "a..b" }), row({ id: 2 })], "2"],
    ["another line", [row({ line: "telecom" })], ""],
    ["a value in another spelling", [row({ value: " 192.0.2.1 " })], "1"],
    // A record of ours that cannot be read may be the very one to change; creating another would make a second.
    ["a value that is no address", [row({ value: "parked" })], "answer-unreadable"],
    ["no value", [row({ value: null })], "answer-unreadable"],
    ["no identity", [row({ id: null })], "answer-unreadable"],
    ["a TTL that is none", [row({ ttl: -5 })], "answer-unreadable"],
    ["an unreadable record of somebody else", [row({ host: "other", value: "parked" })], ""],
  ];
  for (const [title, given, found, owner] of rows) {
    test(title, async () => expect(await read(given, owner)).toBe(found));
  }

  test("the line the user chose", async () => {
    expect(await read([row({ id: 1 }), row({ id: 2, line: "telecom" })], undefined, { line: "telecom" })).toBe("2");
  });

  test("a record that only the service may change is no place for ours, and no absence either", async () => {
    const spec = { ...usual, record: { ...shape, isUntouchable: (given: Json) => at(given, "creator") === "system" } };
    expect(await read([row({ creator: "system" })], undefined, {}, spec)).toBe("conflicting-records");
    expect(await read([row({ creator: "system", host: "other" }), row({})], undefined, {}, spec)).toBe("1");
  });

  test("whether a record is ours to change may depend on those beside it", async () => {
    const isUntouchable = (given: Json, rrset: readonly Json[]): boolean =>
      rrset.some((other) => at(other, "country") !== at(given, "country"));
    const spec = { ...usual, record: { ...shape, isUntouchable } };
    expect(await read([row({ country: "no" }), row({ country: "se" })], undefined, {}, spec)).toBe(
      "conflicting-records",
    );
    expect(await read([row({ country: "no" }), row({ country: "no", id: 2 })], undefined, {}, spec)).toBe("1 2");
  });

  test("an owner in a spelling of its own", async () => {
    const owner = (given: Json): string => `${at(given, "host")}.example.net`;
    const spec: RecordsSpec<Options> = { ...usual, record: { ...shape, owner, ownerIs: "full" } };
    expect(await read([row({ host: "other" }), row({ id: 2 })], undefined, {}, spec)).toBe("2");
  });

  test("values that are somewhere else for every type", async () => {
    const spec: RecordsSpec<Options> = {
      ...usual,
      record: ({ type }) => ({ ...shape, content: type === "A" ? "address" : "target" }),
    };
    expect(await read([row({ address: "192.0.2.1", value: null })], undefined, {}, spec)).toBe("1");
  });

  test("fields by their option names, null as the empty text", async () => {
    const given = row({ cloud: { proxied: true, tags: ["a", 5] }, line: "default" });
    const http = new ScriptedHttp(() => ({
      body: JSON.stringify({ rows: [given, row({ id: 2, cloud: { tags: null } })] }),
    }));
    const result = expectOk(await connect(usual, http).read(zone, name("home.example.net"), "A", {}));
    expect(result.records.map(({ fields }) => fields)).toEqual([
      { line: "default", proxied: true, tags: ["a", "5"] },
      { line: "default", tags: "" },
    ]);
  });

  test("404 means that the zone is gone, unless the declaration knows better", async () => {
    const reply: ScriptedReply = { status: 404, body: "{}" };
    const gone = connect(usual, new ScriptedHttp(() => reply));
    expect(await gone.read(zone, name("home.example.net"), "A", {})).toMatchObject({
      outcome: { code: "zone-not-found" },
    });
    const none = connect({ ...usual, noneWhen: ({ status }) => status === 404 }, new ScriptedHttp(() => reply));
    expect(await none.read(zone, name("home.example.net"), "A", {})).toMatchObject({ value: { records: [] } });
  });
});

describe("writing", () => {
  const present = actualRecord("7", "192.0.2.1", { ttl: 300, fields: { line: "telecom", proxied: true, tags: "" } });
  const [next] = rdataList("192.0.2.9");
  const edits: Readonly<Record<"create" | "update" | "delete" | "retime", RecordEdit>> = {
    create: { kind: "create", rdata: next ?? new Uint8Array(0) },
    update: { kind: "update", record: present, rdata: next ?? new Uint8Array(0) },
    delete: { kind: "delete", record: present },
    retime: { kind: "update", record: present, rdata: present.rdata },
  };
  const apply = async (
    edit: RecordEdit,
    more: Partial<RRsetChange> = {},
    spec: RecordsSpec<Options> = usual,
    reply: (request: string) => ScriptedReply = () => ({ body: "{}" }),
  ) => {
    const http = new ScriptedHttp(({ method }) => reply(method));
    const before = { records: edit.kind === "create" ? [] : [present], isMasked: false };
    const after = edit.kind === "delete" ? [] : [edit.rdata];
    const outcome = await connect(spec, http).apply(zone, {
      owner: name("Home.example.net"),
      type: "A",
      before,
      after,
      ttl: undefined,
      options: {},
      edits: [edit],
      ...more,
    });
    return {
      outcome,
      sent: http.requests.map(({ method, url, body }) => `${method} ${url.pathname} ${body ?? ""}`.trim()),
    };
  };

  const rows: readonly (readonly [title: string, edit: RecordEdit, more: Partial<RRsetChange>, sent: string])[] = [
    [
      "a first record has the fallback TTL and the user's fields",
      edits.create,
      { options: { line: "mobile", tags: ["x"] } },
      'POST /example.net {"host":"home","kind":"A","value":"192.0.2.9","ttl":600,"line":"mobile","cloud":{"tags":["x"]}}',
    ],
    [
      "a sibling has the TTL and fields of the one that is there",
      edits.create,
      { before: { records: [present], isMasked: false } },
      'POST /example.net {"host":"home","kind":"A","value":"192.0.2.9","ttl":300,"line":"telecom","cloud":{"proxied":true}}',
    ],
    [
      "the user's TTL counts, within the limits",
      edits.create,
      { ttl: ttl(5) },
      'POST /example.net {"host":"home","kind":"A","value":"192.0.2.9","ttl":60}',
    ],
    [
      "an update keeps what the user did not set",
      edits.update,
      {},
      'PUT /example.net/7 {"value":"192.0.2.9","ttl":300,"line":"telecom","cloud":{"proxied":true}}',
    ],
    [
      "an update sets what the user did",
      edits.update,
      { ttl: ttl(120), options: { proxied: false, line: undefined } },
      'PUT /example.net/7 {"value":"192.0.2.9","ttl":120,"line":"telecom","cloud":{"proxied":false}}',
    ],
    ["a deletion", edits.delete, {}, "DELETE /example.net/7"],
    [
      "the apex in the service's spelling",
      edits.create,
      { owner: name("example.net") },
      'POST /example.net {"host":"","kind":"A","value":"192.0.2.9","ttl":600}',
    ],
  ];
  for (const [title, edit, more, sent] of rows) {
    test(title, async () => {
      const done = await apply(edit, more);
      expect(done.outcome.kind).toBe("updated");
      expect(done.sent).toEqual([sent]);
    });
  }

  test("steps are taken in the order planned", async () => {
    const steps = [edits.update, edits.create, edits.delete];
    expect((await apply(edits.update, { edits: steps })).sent.map((line) => line.split(" ")[0])).toEqual([
      "PUT",
      "POST",
      "DELETE",
    ]);
  });

  describe("where records cannot be updated", () => {
    const { update: _update, ...spec } = usual;
    test("another value is created before the old one goes", async () => {
      expect((await apply(edits.update, {}, spec)).sent.map((line) => line.split(" ")[0])).toEqual(["POST", "DELETE"]);
    });
    test("the same value goes before it is created anew", async () => {
      const done = await apply(edits.retime, { ttl: ttl(120) }, spec);
      expect(done.sent.map((line) => line.split(" ")[0])).toEqual(["DELETE", "POST"]);
    });
    test("an old record that stays makes the change unconfirmed", async () => {
      const done = await apply(edits.update, {}, spec, (method) =>
        method === "DELETE" ? { status: 500 } : { body: "{}" },
      );
      expect(done.outcome).toMatchObject({
        kind: "unconfirmed",
        code: "server-error",
        detail: expect.stringMatching(/^after 1 of 2 requests/),
      });
    });
    test("a refusal after the first request says so and stays a refusal", async () => {
      const done = await apply(edits.update, {}, spec, (method) =>
        method === "DELETE" ? { status: 403 } : { body: "{}" },
      );
      expect(done.outcome).toMatchObject({ kind: "rejected", detail: expect.stringMatching(/^after 1 of 2 requests/) });
    });
  });

  test("several requests of one template are sent in order and stop at the first that fails", async () => {
    const calls = (content: string): readonly Call[] => [PUT("/a", { content }), PUT("/b"), PUT("/c")];
    const spec = { ...usual, update: ({ content }: { readonly content: string }) => calls(content) };
    expect((await apply(edits.update, {}, spec)).sent).toEqual(['PUT /a {"content":"192.0.2.9"}', "PUT /b", "PUT /c"]);
    let count = 0;
    const done = await apply(edits.update, {}, spec, () => {
      count += 1;
      return count === 2 ? { status: 503 } : { body: "{}" };
    });
    expect(done.sent.length).toBe(2);
    expect(done.outcome).toMatchObject({
      kind: "unconfirmed",
      detail: expect.stringMatching(/^after 1 of 3 requests/),
    });
  });

  test("a record that is gone was changed by somebody else", async () => {
    const done = await apply(edits.update, {}, usual, () => ({ status: 404, body: "{}" }));
    expect(done.outcome).toMatchObject({ kind: "failed", code: "precondition-lost" });
  });
});
