import { expect, test } from "bun:test";
import { addressesOf, askAsTold, dialectServer, testDialect } from "../../../test/support/dialect-table.ts";

const account = "Authorization: Bearer TOKEN\nContent-Type: application/json";
const report = (body: object): string => `POST /report\n${account}\n\n${JSON.stringify(body)}`;
const whole = { public_ip: "192.0.2.1", timestamp: "2026-11-20T16:00:00Z", node_id: "home" };
const done = (status: string, serial: number): object => ({ name: "home.dyn.example", status, serial });

testDialect("JSON reports", [
  {
    name: "as described",
    request: report(whole),
    answer: [200, done("updated", 2_026_112_002)],
    published: ["192.0.2.1"],
  },
  {
    name: "again",
    before: [report(whole)],
    request: report(whole),
    answer: [200, done("unchanged", 2_026_112_002)],
    published: ["192.0.2.1"],
  },
  {
    name: "both families in a list",
    request: report({ public_ip: "192.0.2.1, 2001:db8::1" }),
    answer: [200, done("updated", 2_026_112_002)],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  {
    name: "nothing but the token / the peer's",
    request: report({}),
    answer: [200, done("updated", 2_026_112_002)],
    published: ["198.51.100.99"],
  },
  {
    name: "seconds, and members of its own",
    request: report({ ...whole, timestamp: 1_795_190_400, uptime: 5 }),
    answer: [200, done("updated", 2_026_112_002)],
    published: ["192.0.2.1"],
  },
  {
    name: "a report that a later one has overtaken / changes nothing",
    before: [report(whole)],
    request: report({ ...whole, public_ip: "192.0.2.2", timestamp: "2026-11-20T15:59:59Z" }),
    answer: [200, { name: "home.dyn.example", status: "outdated" }],
    published: ["192.0.2.1"],
  },
]);

for (const [name, request, status, code] of [
  ["another node", report({ ...whole, node_id: "nas" }), 404, "name-not-found"],
  ["no address", report({ ...whole, public_ip: "home" }), 422, "value-invalid"],
  ["an address no host has", report({ ...whole, public_ip: "0.0.0.0" }), 422, "value-invalid"],
  ["no time", report({ ...whole, timestamp: "yesterday" }), 422, "value-invalid"],
  ["a list", `POST /report\n${account}\n\n[]`, 400, "body-unreadable"],
  ["no credentials", `POST /report\n\n${JSON.stringify(whole)}`, 401, "credentials-rejected"],
  ["another method", `GET /report\n${account}`, 405, "method-not-allowed"],
] as const) {
  test(`a report with ${name}: ${code}, nothing published`, async () => {
    const { server, token } = await dialectServer();
    const answer = await askAsTold(server, request, token);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([status, code]);
    expect(addressesOf(server)).toEqual([]);
  });
}
