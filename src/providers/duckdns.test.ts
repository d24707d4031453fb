import { describe, expect, test } from "bun:test";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { duckdnsToken, startDuckdns } from "../../test/emulators/duckdns.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import { address, name } from "../../test/support/values.ts";
import type { Outcome } from "../core/outcome.ts";
import type { PushRequest } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./duckdns.ts";

const noReason = "KO stands for a wrong token, an unknown name and a bad address alike";

conformsAsPushService({
  provider,
  start: startDuckdns,
  owner: "home.duckdns.org",
  settings: { token: new Secret(duckdnsToken) },
  wrongSettings: { token: new Secret("00000000-CANARY-0000") },
  withoutCredentials: (request) => {
    const query = new URLSearchParams(request.query);
    query.delete("token");
    return { ...request, query };
  },
  refusals: { wrongSecret: ["request-refused", noReason], unknownName: ["request-refused", noReason] },
});

/** Pushes to a service that answers as told, and gives the outcome and the queries sent. */
async function push(
  owner: string,
  addresses: PushRequest["addresses"],
  body = "OK\n192.0.2.1\n2001:db8::1\nUPDATED",
): Promise<{ readonly outcome: Outcome; readonly queries: readonly string[] }> {
  const http = new ScriptedHttp(() => ({ body }));
  const service = provider.connect({ token: new Secret("t") }, httpPorts(http));
  if (service.kind !== "push") throw new Error("Duck DNS is a push service");
  const outcome = await service.push({ owner: name(owner), addresses, ttl: undefined, options: {} });
  return { outcome, queries: http.requests.map(({ url }) => url.search) };
}

const [one, six] = [address("192.0.2.1"), address("2001:db8::1")];

describe("requests", () => {
  const rows: readonly (readonly [
    title: string,
    owner: string,
    addresses: PushRequest["addresses"],
    queries: readonly string[],
  ])[] = [
    [
      "both families in one",
      "home.duckdns.org",
      { ipv4: [one], ipv6: [six] },
      ["?domains=home&ip=192.0.2.1&ipv6=2001%3Adb8%3A%3A1&verbose=true&token=t"],
    ],
    ["one family", "home.duckdns.org", { ipv6: [six] }, ["?domains=home&ipv6=2001%3Adb8%3A%3A1&verbose=true&token=t"]],
    [
      "a name below a name",
      "a.b.Home.duckdns.org",
      { ipv4: [one] },
      ["?domains=home&ip=192.0.2.1&verbose=true&token=t"],
    ],
    ["withdrawing all", "home.duckdns.org", { ipv4: [], ipv6: [] }, ["?domains=home&clear=true&verbose=true&token=t"]],
    [
      "withdrawing one of two",
      "home.duckdns.org",
      { ipv4: [one], ipv6: [] },
      ["?domains=home&clear=true&verbose=true&token=t", "?domains=home&ip=192.0.2.1&verbose=true&token=t"],
    ],
  ];
  for (const [title, owner, addresses, queries] of rows) {
    test(title, async () => {
      const sent = await push(owner, addresses);
      expect(sent.outcome.kind).toBe("updated");
      expect(sent.queries).toEqual([...queries]);
    });
  }

  test("withdrawing one family of which the other is not ours: refused, nothing sent", async () => {
    const sent = await push("home.duckdns.org", { ipv6: [] });
    expect(sent).toMatchObject({ outcome: { kind: "rejected", code: "unsupported" }, queries: [] });
  });

  test("a name elsewhere: refused, nothing sent", async () => {
    for (const owner of ["home.example.net", "homeduckdns.org", "duckdns.org.example"]) {
      expect(await push(owner, { ipv4: [one] })).toMatchObject({ outcome: { code: "name-invalid" }, queries: [] });
    }
  });
});

describe("answers", () => {
  const rows: readonly (readonly [body: string, expected: object])[] = [
    ["OK\n192.0.2.1\n\nUPDATED", { kind: "updated" }],
    ["OK\r\n192.0.2.1\r\n\r\nNOCHANGE\r\n", { kind: "unchanged" }],
    ["OK\n192.0.2.1\n2001:DB8:0::1\nUPDATED", { kind: "updated" }],
    ["KO", { kind: "rejected", code: "request-refused" }],
    ["KO\n", { kind: "rejected", code: "request-refused" }],
    ["OK", { kind: "unconfirmed", code: "answer-unreadable" }],
    ["OK\n192.0.2.7\n\nUPDATED", { kind: "unconfirmed", code: "answer-unreadable" }],
    ["OK\n\n\nUPDATED", { kind: "unconfirmed", code: "answer-unreadable" }],
    ["OKAY\n192.0.2.1\n\nUPDATED", { kind: "unconfirmed", code: "answer-unreadable" }],
    ["KOALA", { kind: "unconfirmed", code: "answer-unreadable" }],
  ];
  for (const [body, expected] of rows) {
    test(JSON.stringify(body), async () => {
      expect((await push("home.duckdns.org", { ipv4: [one] }, body)).outcome).toMatchObject(expected);
    });
  }
});
