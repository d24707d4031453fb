import { expect, test } from "bun:test";
import { askAsTold, dialectServer, testDialect } from "../../../test/support/dialect-table.ts";

const key = "X-API-Key: TOKEN\nContent-Type: application/json";
const zone = "/api/v1/servers/localhost/zones/dyn.example.";
const owner = "_acme-challenge.home.dyn.example.";

const patch = (...rrsets: readonly object[]): string => `PATCH ${zone}\n${key}\n\n${JSON.stringify({ rrsets })}`;
const set = (name: string, type: string, ...content: readonly string[]): object => ({
  name,
  type,
  ttl: 120,
  changetype: "REPLACE",
  records: content.map((one) => ({ content: one, disabled: false })),
});
const refusedValue = { error: "A name, type, TTL or content cannot be published" };

testDialect("the PowerDNS interface", [
  {
    name: "addresses of the host",
    request: patch(set("home.dyn.example.", "A", "192.0.2.1"), set("home.dyn.example.", "AAAA", "2001:db8::1")),
    answer: [204, ""],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  {
    name: "lego and acme.sh / both proofs at once",
    request: patch(set(owner, "TXT", '"one"', '"two"')),
    answer: [204, ""],
    proofs: ["one", "two"],
  },
  {
    name: "a proof fewer",
    before: [patch(set(owner, "TXT", '"one"', '"two"'))],
    request: patch(set(owner, "TXT", '"two"')),
    answer: [204, ""],
    proofs: ["two"],
  },
  { name: "REPLACE by nothing removes", request: patch(set(owner, "TXT")), answer: [204, ""] },
  {
    name: "DELETE",
    request: patch({ name: owner, type: "TXT", changetype: "DELETE", records: [{ content: '"x"' }] }),
    answer: [204, ""],
  },
  {
    name: "records that are disabled",
    request: patch({ ...set(owner, "TXT"), records: [{ content: '"x"', disabled: true }] }),
    answer: [204, ""],
  },
  { name: "notify", request: `PUT ${zone}/notify\n${key}`, answer: [200, { result: "Notification queued" }] },
  {
    name: "one of two is somebody else's / nothing",
    request: patch(set("home.dyn.example.", "A", "192.0.2.1"), set("nas.dyn.example.", "A", "192.0.2.1")),
    answer: [403, { error: "Forbidden" }],
  },
  {
    name: "another type of the host",
    request: patch(set("home.dyn.example.", "MX", "10 mail.example.")),
    answer: [403, { error: "Forbidden" }],
  },
  {
    name: "a name outside the zone",
    request: patch(set("home.elsewhere.example.", "A", "192.0.2.1")),
    answer: [422, refusedValue],
  },
  {
    name: "the same RRset twice",
    request: patch(set(owner, "TXT", '"x"'), set(owner, "TXT", '"y"')),
    answer: [422, refusedValue],
  },
  {
    name: "an address no host has",
    request: patch(set("home.dyn.example.", "A", "0.0.0.0")),
    answer: [422, refusedValue],
  },
  { name: "content that is none", request: patch(set("home.dyn.example.", "A", "home")), answer: [422, refusedValue] },
  {
    name: "no JSON",
    request: `PATCH ${zone}\n${key}\n\nx`,
    answer: [400, { error: "send rrsets with name, type and changetype" }],
  },
  { name: "wrong key", request: `GET ${zone}\nX-API-Key: wrong`, answer: [401, { error: "Unauthorized" }] },
  { name: "no key", request: `GET ${zone}`, answer: [401, { error: "Unauthorized" }] },
  {
    name: "another zone",
    request: `GET /api/v1/servers/localhost/zones/elsewhere.example.\n${key}`,
    answer: [404, { error: "Not Found" }],
  },
  { name: "another server", request: `GET /api/v1/servers/other/zones\n${key}`, answer: [404, { error: "Not Found" }] },
  {
    name: "no zone can be made",
    request: `POST /api/v1/servers/localhost/zones\n${key}\n\n{}`,
    answer: [405, { error: "Method Not Allowed" }],
  },
  { name: "versions", request: `GET /api\n${key}`, answer: [200, [{ url: "/api/v1", version: 1 }]] },
]);

const shape = {
  id: "dyn.example.",
  name: "dyn.example.",
  url: "/api/v1/servers/localhost/zones/dyn.example.",
  kind: "Native",
};

test("a token sees its zone in the list, and in it what it may change alone", async () => {
  const { server, token } = await dialectServer();
  const get = async (path: string): Promise<unknown> => {
    const answer = await askAsTold(server, `GET ${path}\n${key}`, token);
    expect(answer.status).toBe(200);
    return JSON.parse(answer.body);
  };
  await askAsTold(server, patch(set("home.dyn.example.", "A", "192.0.2.1"), set(owner, "TXT", '"one"')), token);
  expect(await get("/api/v1/servers/localhost/zones")).toMatchObject([shape]);
  expect(await get("/api/v1/servers/localhost/zones?zone=DYN.example.")).toMatchObject([shape]);
  expect(await get("/api/v1/servers/localhost/zones?zone=other.example.")).toEqual([]);
  expect(await get("/api/v1/servers")).toMatchObject([{ id: "localhost" }]);
  expect(await get("/api/v1/servers/localhost")).toMatchObject({ id: "localhost" });
  expect(await get("/api/v1/servers/localhost/zones/dyn.example")).toMatchObject({
    ...shape,
    rrsets: [
      { name: "home.dyn.example.", type: "A", ttl: 120, records: [{ content: "192.0.2.1", disabled: false }] },
      { name: owner, type: "TXT", ttl: 120, records: [{ content: '"one"', disabled: false }] },
    ],
  });
});
