import { testDialect } from "../../../test/support/dialect-table.ts";

const base = "GET /api/update?zone=home.dyn.example&token=TOKEN";

testDialect("dynv6", [
  {
    name: "pfSense, OpenWrt / updated",
    request: "GET /api/update?hostname=home.dyn.example&token=TOKEN&ipv4=192.0.2.1",
    answer: [200, "addresses updated"],
    published: ["192.0.2.1"],
  },
  {
    name: "the same again / unchanged",
    before: [`${base}&ipv4=192.0.2.1`],
    request: `${base}&ipv4=192.0.2.1`,
    answer: [200, "addresses unchanged"],
    published: ["192.0.2.1"],
  },
  {
    name: "FRITZ!Box, both families and a prefix / the address counts",
    request: `${base}&ipv4=192.0.2.1&ipv6=2001:db8::1&ipv6prefix=2001:db8:0:5::/64`,
    answer: [200, "addresses updated"],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  {
    name: "FRITZ!Box without IPv4, whose parameter is empty / it stays",
    before: [`${base}&ipv4=192.0.2.1`],
    request: `${base}&ipv4=&ipv6=2001:db8::1&ipv6prefix=`,
    answer: [200, "addresses updated"],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  {
    name: "a prefix alone / the host part stays",
    before: [`${base}&ipv6=2001:db8:0:1:aaaa::7`],
    request: `${base}&ipv6prefix=2001:db8:0:5::/64`,
    answer: [200, "addresses updated"],
    published: ["2001:db8:0:5:aaaa::7"],
  },
  {
    name: "a prefix of 60 bits leaves the subnet",
    before: [`${base}&ipv6=2001:db8:0:17::7`],
    request: `${base}&ipv6prefix=2001:db8:0:50::/60`,
    answer: [200, "addresses updated"],
    published: ["2001:db8:0:57::7"],
  },
  {
    name: "a prefix where there is no address / nothing",
    request: `${base}&ipv6prefix=2001:db8::/64`,
    answer: [200, "addresses unchanged"],
  },
  {
    name: "address with a length",
    request: `${base}&ipv6=2001:db8::1/64`,
    answer: [200, "addresses updated"],
    published: ["2001:db8::1"],
  },
  {
    name: "auto for both over IPv4 / IPv4",
    request: `${base}&ipv4=auto&ipv6=auto&ipv6prefix=-`,
    answer: [200, "addresses updated"],
    published: ["198.51.100.99"],
  },
  {
    name: "auto over IPv6, with its prefix",
    peer: "2001:db8:0:9::1",
    before: [`${base}&ipv6=2001:db8:0:1::7`],
    request: `${base}&ipv6prefix=auto`,
    answer: [200, "addresses updated"],
    published: ["2001:db8:0:9::7"],
  },
  { name: "auto for the other family alone", request: `${base}&ipv6=auto`, answer: [400, "invalid address"] },
  {
    name: "a hyphen / withdrawn",
    before: [`${base}&ipv4=192.0.2.1&ipv6=2001:db8::1`],
    request: `${base}&ipv4=-`,
    answer: [200, "addresses updated"],
    published: ["2001:db8::1"],
  },
  {
    name: "nothing but the name / left alone",
    before: [`${base}&ipv4=192.0.2.1`],
    request: base,
    answer: [200, "addresses unchanged"],
    published: ["192.0.2.1"],
  },
  {
    name: "the token as Bearer",
    request: "GET /api/update?zone=home.dyn.example&ipv4=192.0.2.1\nAuthorization: Bearer TOKEN",
    answer: [200, "addresses updated"],
    published: ["192.0.2.1"],
  },
  {
    name: "wrong token",
    request: "GET /api/update?zone=home.dyn.example&token=x&ipv4=192.0.2.1",
    answer: [401, "unauthorized"],
  },
  {
    name: "another zone",
    request: "GET /api/update?zone=nas.dyn.example&token=TOKEN&ipv4=192.0.2.1",
    answer: [404, "zone not found"],
  },
  { name: "no zone", request: "GET /api/update?token=TOKEN&ipv4=192.0.2.1", answer: [404, "zone not found"] },
  { name: "6to4 is not spoken here", request: `${base}&ipv6=6to4`, answer: [400, "invalid address"] },
  { name: "the wrong family", request: `${base}&ipv4=2001:db8::1`, answer: [400, "invalid address"] },
  { name: "a prefix that is none", request: `${base}&ipv6prefix=192.0.2.0/24`, answer: [400, "invalid address"] },
  { name: "an address no host has", request: `${base}&ipv4=0.0.0.0`, answer: [400, "invalid address"] },
]);
