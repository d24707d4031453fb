import { testDialect } from "../../../test/support/dialect-table.ts";

const key = "GET /dynamic/update.php?TOKEN";
const url = "GET /u/TOKEN/";
const stranger = "x".repeat(40);

testDialect("FreeDNS", [
  {
    name: "v1, a key alone / the peer's",
    request: key,
    answer: [200, "Updated home.dyn.example to 198.51.100.99"],
    published: ["198.51.100.99"],
  },
  {
    name: "v1 with an address",
    request: `${key}&address=192.0.2.1`,
    answer: [200, "Updated home.dyn.example to 192.0.2.1"],
    published: ["192.0.2.1"],
  },
  {
    name: "v1, unchanged / the words of the service, which hold the address",
    before: [`${key}&address=192.0.2.1`],
    request: `${key}&address=192.0.2.1`,
    answer: [200, "ERROR: Address 192.0.2.1 has not changed."],
    published: ["192.0.2.1"],
  },
  {
    name: "v1, wrong key",
    request: `GET /dynamic/update.php?${stranger}&address=192.0.2.1`,
    answer: [401, "ERROR: Unable to locate this record"],
  },
  { name: "v1, no key", request: "GET /dynamic/update.php", answer: [401, "ERROR: Unable to locate this record"] },
  {
    name: "v2 / the peer's",
    request: url,
    answer: [200, "Updated home.dyn.example to 198.51.100.99"],
    published: ["198.51.100.99"],
  },
  {
    name: "v2 over IPv6",
    peer: "2001:db8::9",
    request: url,
    answer: [200, "Updated home.dyn.example to 2001:db8::9"],
    published: ["2001:db8::9"],
  },
  {
    name: "v2 without the last slash",
    request: "GET /u/TOKEN?ip=192.0.2.1",
    answer: [200, "Updated home.dyn.example to 192.0.2.1"],
    published: ["192.0.2.1"],
  },
  {
    name: "v2, unchanged",
    before: [`${url}?address=192.0.2.1`],
    request: `${url}?myip=192.0.2.1`,
    answer: [200, "No IP change detected for home.dyn.example with IP 192.0.2.1, skipping update"],
    published: ["192.0.2.1"],
  },
  {
    name: "v2 with Basic, as OpenWrt has it",
    request: "GET /u/?h=home.dyn.example&ip=192.0.2.1\nAuthorization: Basic home.dyn.example:TOKEN",
    answer: [200, "Updated home.dyn.example to 192.0.2.1"],
    published: ["192.0.2.1"],
  },
  {
    name: "v2, somebody else's name",
    request: `${url}?hostname=nas.dyn.example`,
    answer: [404, "ERROR: Unable to locate this record"],
  },
  { name: "v2, wrong token", request: `GET /u/${stranger}/`, answer: [401, "ERROR: Unable to locate this record"] },
  { name: "v2, unreadable", request: `${url}?address=<ip>`, answer: [400, "ERROR: Invalid address"] },
  { name: "an address no host has", request: `${url}?address=0.0.0.0`, answer: [400, "ERROR: Invalid address"] },
]);
