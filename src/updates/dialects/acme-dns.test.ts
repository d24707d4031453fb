import { testDialect } from "../../../test/support/dialect-table.ts";

const [a, b, c] = ["a".repeat(43), "b".repeat(43), `-_${"c".repeat(41)}`];

function update(txt: string, user = "home", subdomain = "home", key = "TOKEN"): string {
  return `POST /update\nX-Api-User: ${user}\nX-Api-Key: ${key}\nContent-Type: application/json\n\n${JSON.stringify({ subdomain, txt })}`;
}

testDialect("acme-dns", [
  { name: "a first text", request: update(a), answer: [200, { txt: a }], proofs: [a] },
  {
    name: "a second one beside it",
    before: [update(a)],
    request: update(b),
    answer: [200, { txt: b }],
    proofs: [a, b],
  },
  {
    name: "a third one / the oldest makes room",
    before: [update(a), update(b)],
    request: update(c),
    answer: [200, { txt: c }],
    proofs: [b, c],
  },
  {
    name: "the same again / stays",
    before: [update(a), update(b)],
    request: update(a),
    answer: [200, { txt: a }],
    proofs: [a, b],
  },
  {
    name: "full names",
    request: update(a, "home.dyn.example", "home.dyn.example"),
    answer: [200, { txt: a }],
    proofs: [a],
  },
  { name: "the word token as user", request: update(a, "token"), answer: [200, { txt: a }], proofs: [a] },
  { name: "wrong key", request: update(a, "home", "home", "x".repeat(40)), answer: [401, { error: "forbidden" }] },
  { name: "another user", request: update(a, "nas"), answer: [401, { error: "forbidden" }] },
  { name: "another subdomain", request: update(a, "home", "nas"), answer: [401, { error: "forbidden" }] },
  {
    name: "no key",
    request: `POST /update\n\n{"subdomain":"home","txt":"${a}"}`,
    answer: [401, { error: "forbidden" }],
  },
  { name: "a text that is no proof", request: update("short"), answer: [400, { error: "bad_txt" }] },
  {
    name: "a text with characters beyond the alphabet",
    request: update(`${"a".repeat(42)}=`),
    answer: [400, { error: "bad_txt" }],
  },
  {
    name: "no JSON",
    request: "POST /update\nX-Api-User: home\nX-Api-Key: TOKEN\n\ntxt=x",
    answer: [400, { error: "malformed_json_payload" }],
  },
  { name: "registration is closed", request: "POST /register\n\n{}", answer: [404, { error: "registration_closed" }] },
  { name: "health", request: "GET /health", answer: [200, ""] },
]);
