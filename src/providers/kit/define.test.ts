import { describe, expect, test } from "bun:test";
import { anyAccess } from "../../../test/support/any-access.ts";
import { BrokenInvariant } from "../../core/assert.ts";
import type { ActualRRset, PushRequest, RRsetChange } from "../../core/provider.ts";
import { ok } from "../../core/result.ts";
import { addressRdata } from "../../core/rrset.ts";
import { Secret } from "../../core/secret.ts";
import { type Withdrawal, withdrawsAnything } from "../../core/withdrawal.ts";
import { httpPorts } from "../../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../../test/support/scripted-http.ts";
import { address, name, ttl } from "../../../test/support/values.ts";
import type { Connection } from "./connection.ts";
import { defineProvider } from "./define.ts";
import { booleanField, secretField, textField } from "./fields.ts";

const words = { en: "A value", "zh-CN": "某个值" };
const about = { label: "X", site: "https://x.example", manual: "https://x.example/api", access: anyAccess } as const;
const ports = httpPorts(new ScriptedHttp(() => ({})));
const settings = { token: new Secret("t") };
const empty: ActualRRset = { records: [], isMasked: false };

describe("a zone API's declaration", () => {
  const applied: RRsetChange[] = [];
  const declaration = defineProvider({
    ...about,
    id: "x",
    kind: "zone-api",
    credentials: { token: secretField(words), zone: textField(words, { optional: true }) },
    options: { proxied: booleanField(words), line: textField(words, { fallback: "default" }) },
    families: ["ipv4"],
    largestRRset: 2,
    ttl: { min: 60, max: 3_600, fallback: 300 },
    family:
      ({ token }) =>
      ({ options }) => ({
        kind: "zone-api",
        zones: async () => ok([{ apex: name("example.net"), id: token.reveal() }]),
        zoneOf: async () => ok({ apex: name("example.net"), id: undefined }),
        read: async (_zone, _owner, _type, given) => {
          const typed: { readonly proxied: boolean | undefined; readonly line: string | undefined } = options(given);
          return ok({ ...empty, isMasked: typed.proxied === true });
        },
        apply: async (_zone, change) => {
          applied.push(change);
          return { kind: "updated", changes: [] };
        },
      }),
  });

  test("carries the facts", () => {
    expect(declaration).toMatchObject({
      id: "x",
      kind: "zone-api",
      families: ["ipv4"],
      largestRRset: 2,
      ttl: { min: 60, max: 3_600, fallback: 300 },
      pace: undefined,
      refreshEvery: undefined,
      withdrawal: withdrawsAnything,
    });
  });

  test("asks for no option, whatever its field says", () => {
    expect(Object.values(declaration.options).map(({ isRequired }) => isRequired)).toEqual([false, false]);
  });

  test("takes settings that miss a required one for a bug of ours", () => {
    expect(() => declaration.connect({}, ports)).toThrow(BrokenInvariant);
  });

  const connect = () => {
    const api = declaration.connect(settings, ports);
    if (api.kind !== "zone-api") throw new Error("the declaration is of a zone API");
    return api;
  };
  const zone = { apex: name("example.net"), id: undefined };
  const owner = name("home.example.net");
  const change = (parts: Partial<RRsetChange>): RRsetChange => ({
    owner,
    type: "A",
    before: empty,
    after: [addressRdata(address("192.0.2.1"))],
    ttl: undefined,
    options: {},
    edits: [{ kind: "create", rdata: addressRdata(address("192.0.2.1")) }],
    ...parts,
  });

  test("gives its family typed settings and options", async () => {
    expect(await connect().zones()).toMatchObject({ value: [{ id: "t" }] });
    expect(await connect().read(zone, owner, "A", { proxied: true, other: 1 })).toMatchObject({
      value: { isMasked: true },
    });
  });

  const refused: readonly (readonly [title: string, parts: Partial<RRsetChange>, code: string])[] = [
    ["a family the service has not", { type: "AAAA" }, "unsupported"],
    ["a type without addresses", { type: "TXT" }, "unsupported"],
    [
      "more values than the service holds",
      { after: [1, 2, 3].map((n) => Uint8Array.of(192, 0, 2, n)) },
      "value-invalid",
    ],
  ];
  for (const [title, parts, code] of refused) {
    test(`refuses ${title} before its family is asked`, async () => {
      applied.length = 0;
      expect(await connect().apply(zone, change(parts))).toMatchObject({ kind: "rejected", code });
      expect(applied).toEqual([]);
    });
  }

  test("refuses to read what it could not write", async () => {
    expect(await connect().read(zone, owner, "AAAA", {})).toMatchObject({ outcome: { code: "unsupported" } });
  });

  test("lets aliases be read, which are in the way of addresses", async () => {
    expect((await connect().read(zone, owner, "CNAME", {})).ok).toBe(true);
    expect(await connect().read(zone, owner, "TXT", {})).toMatchObject({ outcome: { code: "unsupported" } });
  });

  test("does nothing for a change without steps", async () => {
    applied.length = 0;
    expect(await connect().apply(zone, change({ edits: [] }))).toEqual({ kind: "unchanged" });
    expect(applied).toEqual([]);
  });

  for (const [given, asked] of [
    [1, 60],
    [600, 600],
    [86_400, 3_600],
  ] as const) {
    test(`asks for a TTL of ${asked} where the user wants ${given}`, async () => {
      applied.length = 0;
      await connect().apply(zone, change({ ttl: ttl(given) }));
      expect(applied[0]?.ttl).toBe(ttl(asked));
    });
  }

  test("keeps the TTL when the user wants none", async () => {
    applied.length = 0;
    await connect().apply(zone, change({}));
    expect(applied[0]?.ttl).toBeUndefined();
  });
});

describe("a push service's declaration", () => {
  const pushed: PushRequest[] = [];
  const declare = (parts: { readonly withdrawal?: Withdrawal; readonly families?: readonly ("ipv4" | "ipv6")[] }) =>
    defineProvider({
      ...about,
      ...parts,
      id: "x",
      kind: "push",
      credentials: { token: secretField(words) },
      largestRRset: 1,
      family: (_settings) => () => ({
        kind: "push",
        push: async (request) => {
          pushed.push(request);
          return { kind: "unchanged" };
        },
      }),
    });
  const push = async (addresses: PushRequest["addresses"], parts: Parameters<typeof declare>[0] = {}) => {
    pushed.length = 0;
    const service = declare(parts).connect(settings, ports);
    if (service.kind !== "push") throw new Error("the declaration is of a push service");
    return service.push({ owner: name("home.example.net"), addresses, ttl: undefined, options: {} });
  };
  const [one, two, six] = [address("192.0.2.1"), address("192.0.2.2"), address("2001:db8::1")];

  const unsupported = { kind: "rejected", code: "unsupported" };
  const only6: Withdrawal = { families: ["ipv6"], needs: "nothing" };
  const beside: Withdrawal = { families: ["ipv4", "ipv6"], needs: "other-address" };
  const together: Withdrawal = { families: ["ipv4", "ipv6"], needs: "other-state" };
  const rows: readonly (readonly [
    title: string,
    addresses: PushRequest["addresses"],
    parts: Parameters<typeof declare>[0],
    outcome: object,
    count: number,
  ])[] = [
    ["sends one address of each family", { ipv4: [one], ipv6: [six] }, {}, { kind: "unchanged" }, 1],
    ["refuses several addresses", { ipv4: [one, two] }, {}, { kind: "rejected", code: "value-invalid" }, 0],
    [
      "refuses a family it has not",
      { ipv6: [six] },
      { families: ["ipv4"] },
      { kind: "rejected", code: "unsupported" },
      0,
    ],
    ["refuses to withdraw where it cannot", { ipv4: [] }, {}, { kind: "rejected", code: "unsupported" }, 0],
    ["withdraws where it can", { ipv4: [] }, { withdrawal: withdrawsAnything }, { kind: "unchanged" }, 1],
    ["refuses to withdraw the family it cannot", { ipv4: [], ipv6: [six] }, { withdrawal: only6 }, unsupported, 0],
    ["withdraws the family it can", { ipv4: [one], ipv6: [] }, { withdrawal: only6 }, { kind: "unchanged" }, 1],
    ["refuses to withdraw alone what needs an address", { ipv6: [] }, { withdrawal: beside }, unsupported, 0],
    ["refuses to withdraw both where one is needed", { ipv4: [], ipv6: [] }, { withdrawal: beside }, unsupported, 0],
    ["withdraws beside an address", { ipv4: [one], ipv6: [] }, { withdrawal: beside }, { kind: "unchanged" }, 1],
    ["refuses to withdraw alone what goes together", { ipv6: [] }, { withdrawal: together }, unsupported, 0],
    ["withdraws both together", { ipv4: [], ipv6: [] }, { withdrawal: together }, { kind: "unchanged" }, 1],
    ["has nothing to say about no family", {}, {}, { kind: "unchanged" }, 0],
  ];
  for (const [title, addresses, parts, outcome, count] of rows) {
    test(title, async () => {
      expect(await push(addresses, parts)).toMatchObject(outcome);
      expect(pushed.length).toBe(count);
    });
  }
});

test("a family that speaks HTTP needs a declared server", () => {
  const declaration = defineProvider({
    ...about,
    id: "x",
    kind: "push",
    credentials: {},
    largestRRset: 1,
    family:
      (_settings) =>
      ({ conversation }: Connection<unknown>) => ({
        kind: "push",
        push: async (request) => {
          await conversation.read(
            { method: "GET", route: "", params: {}, query: {}, headers: {}, body: undefined },
            [],
          );
          return { kind: "updated", changes: [], request };
        },
      }),
  });
  expect(() => declaration.connect({}, ports)).toThrow(BrokenInvariant);
});
