import { describe, expect, test } from "bun:test";
import { addressesOf, askAsTold, dialectServer, proofsOf } from "../../../test/support/dialect-table.ts";
import { addAlias, type Answer, type UpdateServer } from "../../../test/support/update-server.ts";

/**
 * Every refusal of every dialect: it changes nothing, and holds no word that an update client searches its answers for as
 * a sign of success. Clients are given wrong paths too, so it does not matter whose words they are.
 */

/** What inadyn, OpenWrt's ddns-scripts, ddclient and others search for, without regard to case. */
const signsOfSuccess = ["ok", "good", "nochg", "true", "updated", "unchanged", "success", "no ip change", "noerror"];

const basic = "Authorization: Basic home.dyn.example:TOKEN";
const json = "Content-Type: application/json";
const proof = "p".repeat(43);
const record = (content: string): string =>
  `{"rrsets":[{"name":"home.dyn.example.","type":"A","changetype":"REPLACE","records":[{"content":"${content}"}]}]}`;

/** A request of each dialect that is taken, with `192.0.2.1` or a proof. */
const taken: Readonly<Record<string, string>> = {
  dyndns2: `GET /nic/update?hostname=home.dyn.example&myip=192.0.2.1\n${basic}`,
  "dyndns2 with credentials in the query": "GET /nic/update?hostname=home.dyn.example&myip=192.0.2.1&password=TOKEN",
  "Hurricane Electric's txt": `GET /nic/update?hostname=_acme-challenge.home.dyn.example&txt=${proof}&password=TOKEN`,
  DuckDNS: "GET /update?domains=home.dyn.example&token=TOKEN&ip=192.0.2.1",
  "DuckDNS by path": "GET /update/home.dyn.example/TOKEN/192.0.2.1",
  "DuckDNS, verbose": "GET /update?domains=home.dyn.example&token=TOKEN&ip=192.0.2.1&verbose=true",
  "DuckDNS's txt": `GET /update?domains=home.dyn.example&token=TOKEN&txt=${proof}`,
  "FreeDNS, version 1": "GET /dynamic/update.php?TOKEN&address=192.0.2.1",
  "FreeDNS, version 2": "GET /u/TOKEN/?address=192.0.2.1&hostname=home.dyn.example",
  dynv6: "GET /api/update?zone=home.dyn.example&token=TOKEN&ipv4=192.0.2.1",
  deSEC: `GET /?hostname=home.dyn.example&myip=192.0.2.1\n${basic}`,
  "nsupdate.info's delete": `GET /nic/delete?hostname=home.dyn.example&myip=192.0.2.1\n${basic}`,
  "acme-dns": `POST /update\nX-Api-User: token\nX-Api-Key: TOKEN\n${json}\n\n{"subdomain":"home.dyn.example","txt":"${proof}"}`,
  httpreq: `POST /present\n${basic}\n${json}\n\n{"fqdn":"_acme-challenge.home.dyn.example.","value":"${proof}"}`,
  "the PowerDNS interface": `PATCH /api/v1/servers/localhost/zones/dyn.example.\nX-API-Key: TOKEN\n${json}\n\n${record("192.0.2.1")}`,
  "a JSON report": `POST /report\n${basic}\n${json}\n\n{"public_ip":"192.0.2.1","node_id":"home.dyn.example"}`,
  REST: `PUT /api/v1/names/home.dyn.example/addresses\n${basic}\n${json}\n\n{"ipv4":"192.0.2.1"}`,
};

interface Case {
  readonly name: string;
  /** What becomes of the request; the same when it is the server that is not well. */
  readonly ask: (request: string) => string;
  readonly prepare?: (server: UpdateServer) => void | Promise<void>;
  /** False for dialects that have no such case. */
  readonly isFor?: (request: string) => boolean;
}

const hasName = (request: string): boolean => request.includes("home.dyn.example", request.indexOf("/"));

const cases: readonly Case[] = [
  { name: "a wrong token", ask: (request) => request.replaceAll("TOKEN", "x".repeat(40)) },
  { name: "a secret that is no token", ask: (request) => request.replaceAll("TOKEN", "secret") },
  {
    name: "no credentials",
    ask: (request) =>
      request.replaceAll(/\n(?:Authorization|X-A[Pp][Ii]-K[Ee][Yy]): [^\n]*/g, "").replaceAll("TOKEN", ""),
  },
  {
    name: "somebody else's name",
    // The account stays who it is, so that it is the name that is refused.
    ask: (request) =>
      request
        .replaceAll(basic, "ACCOUNT")
        .replaceAll("home.dyn.example", "nas.dyn.example")
        .replaceAll("ACCOUNT", basic),
    isFor: (request) => hasName(request.replaceAll(basic, "")),
  },
  {
    name: "an address no host has",
    ask: (request) => request.replaceAll("192.0.2.1", "224.0.0.1"),
    isFor: (request) => request.includes("192.0.2.1") && !request.includes("/nic/delete"),
  },
  {
    name: "a text that is too long",
    ask: (request) => request.replaceAll(proof, "p".repeat(3_000)),
    isFor: (request) => request.includes(proof),
  },
  {
    name: "an alias in the way",
    ask: (request) => request,
    prepare: async (server) => {
      await addAlias(server, "home.dyn.example");
      await addAlias(server, "_acme-challenge.home.dyn.example");
    },
    isFor: (request) => !request.includes("/nic/delete"),
  },
  {
    name: "no room for the change",
    ask: (request) => request,
    prepare: (server) => {
      server.journal.refusal = { code: "journal-full", detail: "test" };
    },
    isFor: (request) => !request.includes("/nic/delete"),
  },
  {
    name: "no way to look tokens up",
    ask: (request) => request,
    prepare: (server) => {
      server.accounts.outage = { code: "accounts-unavailable", detail: "test" };
    },
  },
  {
    name: "a body that is none",
    ask: (request) => request.replace(/\n\n.*$/s, "\n\n["),
    isFor: (request) => request.includes("\n\n"),
  },
];

function expectRefusal(answer: Answer): void {
  const body = answer.body.toLowerCase();
  expect(signsOfSuccess.filter((sign) => body.includes(sign))).toEqual([]);
  // DuckDNS alone says with 200 that something is wrong.
  if (answer.status < 400) expect(answer.body).toBe("KO");
}

for (const [dialect, request] of Object.entries(taken)) {
  describe(dialect, () => {
    test("is taken as it stands here", async () => {
      const { server, token } = await dialectServer();
      expect((await askAsTold(server, request, token)).status).toBeLessThan(300);
      if (dialect !== "nsupdate.info's delete") expect([...addressesOf(server), ...proofsOf(server)]).toHaveLength(1);
    });

    for (const { name, ask, prepare, isFor } of cases) {
      if (isFor?.(request) === false) continue;
      test(`${name}: nothing changes, nothing sounds like success`, async () => {
        const { server, token } = await dialectServer();
        await prepare?.(server);
        const before = server.journal.revision;
        expectRefusal(await askAsTold(server, ask(request), token));
        expect(server.journal.revision).toBe(before);
        expect([...addressesOf(server), ...proofsOf(server)]).toEqual([]);
      });
    }
  });
}

describe("what is no request of any dialect", () => {
  for (const request of [
    `GET /nothing/home.dyn.example\n${basic}`,
    "GET /",
    "GET /favicon.ico?x=1",
    "DELETE /nic/update",
    "POST /",
    "GET /api/v2/zones",
    "PUT /report",
    "POST /register\n\n{}",
  ]) {
    test(`${request}: nothing sounds like success`, async () => {
      const { server, token } = await dialectServer();
      expectRefusal(await askAsTold(server, request, token));
    });
  }
});
