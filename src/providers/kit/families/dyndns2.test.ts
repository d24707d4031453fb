import { describe, expect, test } from "bun:test";
import { anyAccess } from "../../../../test/support/any-access.ts";
import { Duration } from "../../../core/duration.ts";
import type { Outcome } from "../../../core/outcome.ts";
import type { PushRequest } from "../../../core/provider.ts";
import { withdrawsAnything } from "../../../core/withdrawal.ts";
import { httpPorts } from "../../../../test/support/provider-ports.ts";
import { ScriptedHttp, type ScriptedReply } from "../../../../test/support/scripted-http.ts";
import { address, name } from "../../../../test/support/values.ts";
import { failed, rejected, updated } from "../answers.ts";
import { anonymous } from "../authentication.ts";
import { GET } from "../call.ts";
import { defineProvider } from "../define.ts";
import { textServer } from "../server.ts";
import { dyndns2, type Dyndns2Spec } from "./dyndns2.ts";

const [one, six] = [address("192.0.2.1"), address("2001:db8::1")];

/** Pushes to a service with the given facts that answers each request in turn. */
async function push(
  spec: Dyndns2Spec<unknown>,
  told: PushRequest["addresses"] | Required<Pick<PushRequest, "addresses" | "alongside">>,
  ...replies: readonly (string | ScriptedReply)[]
): Promise<{ readonly outcome: Outcome; readonly queries: readonly string[] }> {
  const http = new ScriptedHttp(() => {
    const reply = replies[http.requests.length - 1] ?? "unexpected";
    return typeof reply === "string" ? { body: reply } : reply;
  });
  const declaration = defineProvider({
    id: "x",
    label: "X",
    site: "https://x.example",
    manual: "https://x.example",
    access: anyAccess,
    kind: "push",
    credentials: {},
    largestRRset: 1,
    withdrawal: withdrawsAnything,
    server: () => textServer("https://x.example", anonymous),
    family: (_settings) => dyndns2(spec),
  });
  const service = declaration.connect({}, httpPorts(http));
  if (service.kind !== "push") throw new Error("dyndns2 is a push family");
  const owner = name("home.example.net");
  const addresses = "addresses" in told ? told : { addresses: told };
  const outcome = await service.push({ owner, ...addresses, ttl: undefined, options: {} });
  return { outcome, queries: http.requests.map(({ url }) => url.pathname + decodeURIComponent(url.search)) };
}

const both = { ipv4: [one], ipv6: [six] };

describe("requests", () => {
  const rows: readonly (readonly [
    title: string,
    spec: Dyndns2Spec<unknown>,
    addresses: PushRequest["addresses"],
    queries: readonly string[],
  ])[] = [
    ["one family", {}, { ipv4: [one] }, ["/?hostname=home.example.net&myip=192.0.2.1"]],
    [
      "families apart",
      {},
      both,
      ["/?hostname=home.example.net&myip=192.0.2.1", "/?hostname=home.example.net&myip=2001:db8::1"],
    ],
    ["families together", { families: "together" }, both, ["/?hostname=home.example.net&myip=192.0.2.1,2001:db8::1"]],
    [
      "a parameter of its own",
      { families: { ipv6: "myipv6" } },
      both,
      ["/?hostname=home.example.net&myip=192.0.2.1&myipv6=2001:db8::1"],
    ],
    [
      "that parameter alone",
      { families: { ipv6: "myipv6" } },
      { ipv6: [six] },
      ["/?hostname=home.example.net&myipv6=2001:db8::1"],
    ],
    ["a route", { route: "/nic/update" }, { ipv4: [one] }, ["/nic/update?hostname=home.example.net&myip=192.0.2.1"]],
    [
      "other names of parameters",
      { parameters: { hostname: "host_id", address: "ip" } },
      { ipv4: [one] },
      ["/?host_id=home.example.net&ip=192.0.2.1"],
    ],
    [
      "more parameters",
      { query: ({ ipv6 }) => ({ system: "dyndns", keepipv6: ipv6 === undefined ? "1" : undefined }) },
      { ipv4: [one] },
      ["/?hostname=home.example.net&myip=192.0.2.1&system=dyndns&keepipv6=1"],
    ],
  ];
  for (const [title, spec, addresses, queries] of rows) {
    test(title, async () => {
      const sent = await push(spec, addresses, "good", "good");
      expect(sent.queries).toEqual([...queries]);
      expect(sent.outcome.kind).toBe("updated");
    });
  }

  const changed: readonly (readonly [title: string, spec: Dyndns2Spec<unknown>, queries: readonly string[]])[] = [
    ["apart: not asked for", {}, ["/?hostname=home.example.net&myip=192.0.2.1"]],
    [
      "together: in the list all the same, which is what the name shall have",
      { families: "together" },
      ["/?hostname=home.example.net&myip=192.0.2.1,2001:db8::1"],
    ],
    [
      "a parameter of its own: in it",
      { families: { ipv6: "myipv6" } },
      ["/?hostname=home.example.net&myip=192.0.2.1&myipv6=2001:db8::1"],
    ],
  ];
  for (const [title, spec, queries] of changed) {
    test(`a family that the service has confirmed, ${title}`, async () => {
      const answers = queries.map(() => "good");
      const pushed = await push(spec, { addresses: { ipv4: [one] }, alongside: { ipv6: [six] } }, ...answers);
      expect(pushed.queries).toEqual([...queries]);
      expect(pushed.outcome).toMatchObject({ kind: "updated", changes: [{ type: "A" }] });
    });
  }
});

describe("families that every request has to name", () => {
  const spec: Dyndns2Spec<unknown> = { families: { ipv6: "myipv6" }, mustName: ["ipv4", "ipv6"] };
  const rows: readonly (readonly [title: string, request: Parameters<typeof push>[1], requests: number])[] = [
    ["both given", both, 1],
    ["one given, one confirmed", { addresses: { ipv4: [one] }, alongside: { ipv6: [six] } }, 1],
    ["IPv4 only", { ipv4: [one] }, 0],
    ["IPv6 only", { ipv6: [six] }, 0],
  ];
  for (const [title, request, requests] of rows) {
    test(`${title}: ${requests === 1 ? "sent" : "nothing sent"}`, async () => {
      const { outcome, queries } = await push(spec, request, "good");
      expect(queries.length).toBe(requests);
      // What is not known now may be known a moment later, so it is no refusal.
      expect(outcome).toMatchObject(requests === 1 ? { kind: "updated" } : { kind: "failed", code: "actual-unknown" });
    });
  }
});

describe("withdrawing by a request of its own", () => {
  const spec: Dyndns2Spec<unknown> = {
    route: "/nic/update",
    families: "together",
    words: { deleted: updated },
    withdraw: ({ name: hostname }, family) =>
      GET("/nic/delete", { hostname, myip: family === "ipv4" ? "0.0.0.0" : "::" }),
  };
  const rows: readonly (readonly [title: string, request: Parameters<typeof push>[1], queries: readonly string[]])[] = [
    [
      "both families",
      { ipv4: [], ipv6: [] },
      ["/nic/delete?hostname=home.example.net&myip=0.0.0.0", "/nic/delete?hostname=home.example.net&myip=::"],
    ],
    [
      "one family, and the other set",
      { ipv4: [one], ipv6: [] },
      ["/nic/delete?hostname=home.example.net&myip=::", "/nic/update?hostname=home.example.net&myip=192.0.2.1"],
    ],
    [
      "what has been withdrawn before: not again",
      { addresses: { ipv4: [one] }, alongside: { ipv6: [] } },
      ["/nic/update?hostname=home.example.net&myip=192.0.2.1"],
    ],
  ];
  for (const [title, request, queries] of rows) {
    test(title, async () => {
      const answers = queries.map((query) => (query.startsWith("/nic/delete") ? "deleted A" : "good"));
      const sent = await push(spec, request, ...answers);
      expect(sent.queries).toEqual([...queries]);
      expect(sent.outcome.kind).toBe("updated");
    });
  }
});

describe("answers to one request", () => {
  const rows: readonly (readonly [title: string, reply: string | ScriptedReply, expected: object])[] = [
    ["good", "good 192.0.2.1", { kind: "updated", changes: [{ type: "A" }, { type: "AAAA" }] }],
    ["nochg", "nochg 192.0.2.1", { kind: "unchanged" }],
    ["both addresses in a list", "good 192.0.2.1,2001:db8::1", { kind: "updated" }],
    ["an address spelled otherwise", "good 2001:DB8:0:0::1", { kind: "updated" }],
    ["another address than was sent", "good 203.0.113.77", { kind: "unconfirmed", code: "answer-unreadable" }],
    ["one of two is another", "good 192.0.2.1\ngood 2001:db8::77", { kind: "unconfirmed", code: "answer-unreadable" }],
    ["a refusal that names another address", "badip 203.0.113.77", { kind: "rejected", code: "value-invalid" }],
    ["a line per address, one changed", "nochg 192.0.2.1\ngood 2001:db8::1\n", { kind: "updated" }],
    ["a line per address, one refused", "good 192.0.2.1\nnohost", { kind: "rejected", code: "name-not-found" }],
    ["good 127.0.0.1 to another address", "good 127.0.0.1", { kind: "rejected", code: "client-refused" }],
    ["badauth with 200", "badauth", { kind: "rejected", code: "credentials-rejected" }],
    ["badauth with 401", { status: 401, body: "badauth" }, { kind: "rejected", code: "credentials-rejected" }],
    ["401 without a word", { status: 401 }, { kind: "rejected", code: "credentials-rejected" }],
    ["abuse with 403", { status: 403, body: "abuse" }, { kind: "rejected", code: "blocked-for-abuse" }],
    ["nohost with 404", { status: 404, body: "nohost" }, { kind: "rejected", code: "name-not-found" }],
    [
      "911 with 503",
      { status: 503, body: "911" },
      { kind: "failed", code: "under-maintenance", retryAfter: Duration.minutes(30) },
    ],
    [
      "911 that names a time",
      { body: "911", headers: { "retry-after": "600" } },
      { kind: "failed", retryAfter: Duration.minutes(10) },
    ],
    ["a wait word", "w2h", { kind: "failed", code: "rate-limited", retryAfter: Duration.hours(2) }],
    ["another word", "goodbye", { kind: "unconfirmed", code: "answer-unreadable" }],
    ["another word before a known one", "welcome\ngood", { kind: "unconfirmed", code: "answer-unreadable" }],
    ["a remark after a known one", "good 192.0.2.1\n# served by a3", { kind: "updated" }],
    ["nothing", "", { kind: "unconfirmed", code: "answer-unreadable" }],
    ["a page that says good", "<html>good</html>", { kind: "unconfirmed", code: "answer-unreadable" }],
  ];
  for (const [title, reply, expected] of rows) {
    test(title, async () => {
      expect((await push({ families: "together" }, both, reply)).outcome).toMatchObject(expected);
    });
  }

  test("good 127.0.0.1 is a success for those who asked for it", async () => {
    const loopback = { ipv4: [address("127.0.0.1")] };
    expect((await push({}, loopback, "good 127.0.0.1")).outcome.kind).toBe("updated");
  });

  test("where the caller's address is taken, the answer must name the one we mean", async () => {
    const spec = { takesCallers: true };
    const sent = await push(spec, { ipv4: [one] }, "good 192.0.2.1");
    expect(sent).toMatchObject({ outcome: { kind: "updated" }, queries: ["/?hostname=home.example.net"] });
    expect((await push(spec, { ipv4: [one] }, "nochg")).outcome).toEqual({ kind: "unchanged" });
    for (const answer of ["good", "nochg 203.0.113.77", "good 203.0.113.77"]) {
      expect((await push(spec, { ipv4: [one] }, answer)).outcome).toMatchObject({ kind: "unconfirmed" });
    }
  });

  test("where success is said by the status alone, known words count all the same", async () => {
    const outcome = async (reply: string | ScriptedReply): Promise<Outcome> =>
      (await push({ otherwise: updated }, { ipv4: [one] }, reply)).outcome;
    expect(await outcome("anything")).toMatchObject({ kind: "updated" });
    expect(await outcome("nochg")).toEqual({ kind: "unchanged" });
    expect(await outcome("badauth")).toMatchObject({ kind: "rejected", code: "credentials-rejected" });
    expect(await outcome({ status: 202, body: "anything" })).toMatchObject({ kind: "unconfirmed" });
    expect(await outcome("<html>anything</html>")).toMatchObject({ kind: "unconfirmed" });
  });

  test("words of the service stand beside the usual ones or take their place", async () => {
    const words = { interval: failed("rate-limited"), nohost: rejected("not-authorized") };
    const outcome = async (word: string): Promise<Outcome> => (await push({ words }, { ipv4: [one] }, word)).outcome;
    expect(await outcome("interval")).toMatchObject({ code: "rate-limited" });
    expect(await outcome("nohost")).toMatchObject({ code: "not-authorized" });
    expect(await outcome("badauth")).toMatchObject({ code: "credentials-rejected" });
  });
});

describe("answers to families apart", () => {
  const rows: readonly (readonly [first: string, second: string, requests: number, expected: object])[] = [
    ["good", "good", 2, { kind: "updated", changes: [{ type: "A" }, { type: "AAAA" }] }],
    ["nochg", "good", 2, { kind: "updated", changes: [{ type: "AAAA" }] }],
    ["nochg", "nochg", 2, { kind: "unchanged" }],
    // A refusal of one family says nothing about the other; one of the account says everything.
    [
      "nohost",
      "good",
      2,
      {
        kind: "rejected",
        code: "name-not-found",
        byFamily: { ipv4: { kind: "rejected" }, ipv6: { kind: "updated", changes: [{ type: "AAAA" }] } },
      },
    ],
    [
      "nochg",
      "badip",
      2,
      {
        kind: "rejected",
        code: "value-invalid",
        byFamily: { ipv4: { kind: "unchanged" }, ipv6: { kind: "rejected" } },
      },
    ],
    ["badauth", "good", 1, { kind: "rejected", code: "credentials-rejected" }],
    ["abuse", "good", 1, { kind: "rejected", code: "blocked-for-abuse" }],
    ["911", "good", 1, { kind: "failed", code: "under-maintenance" }],
    // What was changed before a temporary failure makes "nothing was changed" untrue.
    ["good", "dnserr", 2, { kind: "unconfirmed", code: "server-error" }],
    ["nochg", "dnserr", 2, { kind: "failed", code: "server-error" }],
  ];
  for (const [first, second, requests, expected] of rows) {
    test(`${first}, ${second}`, async () => {
      const sent = await push({}, both, first, second);
      expect(sent.outcome).toMatchObject(expected);
      expect(sent.queries.length).toBe(requests);
    });
  }
});
