import { testDialect } from "../../../test/support/dialect-table.ts";

const account =
  "Authorization: Basic home.dyn.example:TOKEN\nContent-Type: application/json\nUser-Agent: xenolf-acme/4.9.1";
const fqdn = "_acme-challenge.home.dyn.example.";

const present = (value: string): string => `POST /present\n${account}\n\n${JSON.stringify({ fqdn, value })}`;
const cleanup = (value: string): string => `POST /cleanup\n${account}\n\n${JSON.stringify({ fqdn, value })}`;

testDialect("httpreq", [
  { name: "present", request: present("one"), answer: [200, {}], proofs: ["one"] },
  {
    name: "a second one beside it",
    before: [present("one")],
    request: present("two"),
    answer: [200, {}],
    proofs: ["one", "two"],
  },
  {
    name: "cleanup takes its own",
    before: [present("one"), present("two")],
    request: cleanup("one"),
    answer: [200, {}],
    proofs: ["two"],
  },
  { name: "cleanup of what is not there", request: cleanup("one"), answer: [200, {}] },
  {
    name: "raw mode / the digest of the key authorization",
    request: `POST /present\n${account}\n\n{"domain":"*.home.dyn.example","token":"t","keyAuth":"abc"}`,
    answer: [200, {}],
    proofs: ["ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"],
  },
  {
    name: "somebody else's name",
    request: `POST /present\n${account}\n\n{"fqdn":"_acme-challenge.nas.dyn.example.","value":"x"}`,
    answer: [404, { error: "these credentials are not for this name" }],
  },
  {
    name: "the host itself",
    request: `POST /present\n${account}\n\n{"fqdn":"home.dyn.example.","value":"x"}`,
    answer: [404, { error: "these credentials are not for this name" }],
  },
  {
    name: "a text of 3 KiB",
    request: present("x".repeat(3_000)),
    answer: [422, { error: "this value cannot be published" }],
  },
  {
    name: "no credentials",
    request: `POST /present\n\n{"fqdn":"${fqdn}","value":"x"}`,
    answer: [401, { error: "these credentials do not fit" }],
  },
  {
    name: "no JSON",
    request: `POST /present\n${account}\n\nx`,
    answer: [400, { error: "send fqdn and value, or domain and keyAuth" }],
  },
  { name: "another method", request: `GET /present\n${account}`, answer: [405, { error: "use POST" }] },
]);
