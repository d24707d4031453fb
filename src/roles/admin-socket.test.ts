import type { MasterFile } from "../core/master-file.ts";
import { describe, expect, test } from "bun:test";
import { administrationBench } from "../../test/support/administration-bench.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { memorySocket } from "../../test/support/memory-socket.ts";
import type { Administration } from "../core/administration.ts";
import type { LocalAnswer, LocalFailure, LocalRequest } from "../core/local-socket.ts";
import { type Failure, failure, ok } from "../core/result.ts";
import { type AdminSocketRoles, adminHandler, largestAdminBody, remoteAdministration } from "./admin-socket.ts";
import { largestZoneFile } from "./zone-file.ts";

const nobody: AdminSocketRoles = {
  version: "1.2.3",
  pid: 4_711,
  administration: undefined,
  server: undefined,
  agent: () => undefined,
  agentHistory: async () => ok([]),
  retryNow: () => undefined,
};

function socketOf(roles: Partial<AdminSocketRoles>): LocalRequest {
  return memorySocket({ "/s": adminHandler({ ...nobody, ...roles }) });
}

function remote(roles: Partial<AdminSocketRoles>): Administration {
  return remoteAdministration("/s", socketOf(roles));
}

const zoneText = "@ 60 SOA ns1 hostmaster 1 1 1 1 1\n@ 60 NS ns1\n";

function masterFile(text: string): MasterFile {
  const included: MasterFile = { path: "g", text: "", includes: {} };
  return { path: "f", text, includes: { g: included, h: { path: "h", failure: "gone" } } };
}

describe("through the socket", () => {
  /** One administrator's work; each step's result must come through the socket as it was. */
  const work: readonly (readonly [what: string, step: (to: Administration) => Promise<unknown>])[] = [
    [
      "add a zone",
      (to) =>
        to.addZone({
          apex: "dyn.example",
          nameServers: ["ns.dyn.example"],
          nameServerAddresses: ["192.0.2.53"],
          contact: "me@example.org",
        }),
    ],
    [
      "add it again",
      (to) => to.addZone({ apex: "dyn.example", nameServers: [], nameServerAddresses: [], contact: undefined }),
    ],
    ["list zones", (to) => to.zones()],
    ["import", (to) => to.importZone({ file: masterFile(zoneText), apex: "b.example", mode: "create" })],
    ["import again", (to) => to.importZone({ file: masterFile(zoneText), apex: "b.example", mode: "replace" })],
    ["import nonsense", (to) => to.importZone({ file: masterFile("nonsense"), apex: undefined, mode: "create" })],
    ["export", (to) => to.exportZone("b.example")],
    ["add a host", (to) => to.addHost("home.dyn.example")],
    ["add one outside", (to) => to.addHost("home.c.example")],
    ["list hosts", (to) => to.hosts(undefined, 10)],
    ["list later hosts", (to) => to.hosts("home.dyn.example", 10)],
    ["another token", (to) => to.renewToken("home.dyn.example", true)],
    ["a new token", (to) => to.renewToken("home.dyn.example", false)],
    ["history", (to) => to.history({ owner: undefined, before: undefined, limit: 10 })],
    ["earlier history of a name", (to) => to.history({ owner: "dyn.example", before: 3, limit: 1 })],
    ["remove a zone with hosts", (to) => to.removeZone("dyn.example", false)],
    ["remove a host", (to) => to.removeHost("home.dyn.example")],
    ["remove it again", (to) => to.removeHost("home.dyn.example")],
    ["remove a zone", (to) => to.removeZone("dyn.example", true)],
  ];

  test("every operation comes to the same as without it", async () => {
    const here = (await administrationBench()).administration;
    const there = remote({ administration: (await administrationBench()).administration });
    for (const [what, step] of work) {
      // Both draw the same tokens from generators with the same seed.
      expect([what, await step(there)]).toEqual([what, JSON.parse(JSON.stringify(await step(here)))]);
    }
  });

  test("no operation is missing above", () => {
    const all = Object.keys(remote({}));
    const used = new Set<string>();
    const spy = new Proxy({} as Administration, {
      get: (_, operation) => () => {
        used.add(String(operation));
        return Promise.resolve(ok([]));
      },
    });
    for (const [, step] of work) void step(spy);
    expect([...used].toSorted()).toEqual(all.toSorted());
  });

  test("an agent alone says that it is no server", async () => {
    expect(await remote({}).zones()).toEqual(failure({ code: "server-absent", detail: "" }));
  });
});

describe("what arrives at the socket", async () => {
  const { administration } = await administrationBench();
  const handler = adminHandler({ ...nobody, administration });
  const send = async (method: string, path: string, body?: string): Promise<Response> => {
    const request = new Request(`http://holdfast${path}`, { method, ...(body === undefined ? {} : { body }) });
    return handler(request, { address: undefined, isSecure: false });
  };

  for (const [method, path, body, status] of [
    ["GET", "/", undefined, 404],
    ["GET", "/zones", undefined, 404],
    ["DELETE", "/summary", undefined, 404],
    ["POST", "/nonsense", "[]", 404],
    ["POST", "/__proto__", "[]", 404],
    ["POST", "/zones", "", 400],
    ["POST", "/zones", "{}", 400],
    ["POST", "/zones", "null", 400],
    ["POST", "/zones", '["\ud800', 400],
    ["POST", "/zones", "[".repeat(100_000), 400],
  ] as const) {
    test(`${method} ${path} with ${JSON.stringify(body?.slice(0, 20))} is answered with ${status}`, async () => {
      expect((await send(method, path, body)).status).toBe(status);
    });
  }

  const oddArguments: readonly unknown[][] = [
    [],
    [null, null, null],
    [{}, {}, {}],
    [1, 2, 3],
    [[], [], []],
    ["a..b", "x", "y"],
    [{ apex: 7, nameServers: "ns1", nameServerAddresses: [1, null], contact: {} }],
    [{ file: { text: null, path: [], includes: { a: 1, b: { failure: 2 } } }, apex: 3, mode: "destroy" }],
    [undefined, -1, Number.MAX_VALUE],
  ];
  for (const operation of [
    "/zones",
    "/zone-add",
    "/zone-import",
    "/zone-export",
    "/zone-remove",
    "/host-add",
    "/hosts",
    "/host-remove",
    "/host-token",
    "/history",
    "/agent-history",
    "/retry",
  ]) {
    test(`${operation} never throws at odd arguments, and changes nothing`, async () => {
      for (const given of oddArguments) {
        expect((await send("POST", operation, JSON.stringify(given))).status).toBe(200);
      }
      expect(expectOk(await administration.zones())).toEqual([]);
    });
  }
});

describe("what comes back from the socket", () => {
  const answering = (answer: LocalAnswer | Failure<LocalFailure>): Administration =>
    remoteAdministration("/s", async () => ("ok" in answer ? answer : ok(answer)));

  for (const [what, answer, detail] of [
    ["nobody", failure({ code: "not-running", detail: "ECONNREFUSED" }), "ECONNREFUSED"],
    ["silence", failure({ code: "timed-out", detail: "no answer within 300 s" }), "no answer within 300 s"],
    ["a bug at the other end", { status: 500, body: "" }, "it answered with status 500"],
    ["a refused body", { status: 413, body: "" }, "it answered with status 413"],
    ["no JSON", { status: 200, body: "<html>" }, "its answer is not readable"],
    ["JSON that is no result", { status: 200, body: "[1]" }, "its answer is not readable"],
    ["null", { status: 200, body: "null" }, "its answer is not readable"],
  ] as const) {
    test(`${what} is a server that was not heard`, async () => {
      expect(await answering(answer).zones()).toEqual(failure({ code: "server-unreachable", detail }));
    });
  }
});

test("the summary tells version, process and roles", async () => {
  const request = socketOf({});
  expect(expectOk(await request("/s", { method: "GET", path: "/summary" }))).toEqual({
    status: 200,
    body: '{"version":"1.2.3","pid":4711,"server":null,"agent":null}',
  });
});

test("retrying names a target, or none for all of them", async () => {
  const asked: unknown[] = [];
  const request = socketOf({ retryNow: (target, allowsLargeChange) => asked.push([target, allowsLargeChange]) });
  for (const body of ['["cf/home.example./A",true]', "[null,false]", "[7,1]"]) {
    expectOk(await request("/s", { method: "POST", path: "/retry", body }));
  }
  expect(asked).toEqual([
    ["cf/home.example./A", true],
    [undefined, false],
    [undefined, false],
  ]);
});

test("the largest zone file fits into a request: JSON at most doubles what such files consist of", () => {
  const text = '@ TXT "a\\""\n\t;\r\n';
  expect(JSON.stringify(text).length - 2).toBeLessThanOrEqual(2 * text.length);
  expect(largestAdminBody).toBeGreaterThanOrEqual(2 * largestZoneFile);
});
