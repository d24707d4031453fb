import { testDialect } from "../../../test/support/dialect-table.ts";

const auth = "Authorization: Token TOKEN";
const both = `GET /?myipv4=192.0.2.1&myipv6=2001:db8::1\n${auth}`;

testDialect("deSEC", [
  {
    name: "curl, without anything / the peer's, and IPv6 goes",
    before: [both],
    request: `GET /\n${auth}`,
    answer: [200, "good"],
    published: ["198.51.100.99"],
  },
  {
    name: "over IPv6 / IPv4 goes",
    peer: "2001:db8::9",
    request: `GET /update\n${auth}`,
    answer: [200, "good"],
    published: ["2001:db8::9"],
  },
  {
    name: "FRITZ!Box / both families",
    request:
      "GET /?myipv4=192.0.2.1&myipv6=2001:db8::1\nAuthorization: Basic home.dyn.example:TOKEN\nUser-Agent: Fritz!Box DDNS/1.0.1",
    answer: [200, "good"],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  {
    name: "FRITZ!Box without IPv6 / empty withdraws",
    before: [both],
    request: `GET /?myipv4=192.0.2.2&myipv6=\n${auth}`,
    answer: [200, "good"],
    published: ["192.0.2.2"],
  },
  {
    name: "preserve / left alone",
    before: [both],
    request: `GET /?myipv4=192.0.2.2&myipv6=preserve\n${auth}`,
    answer: [200, "good"],
    published: ["192.0.2.2", "2001:db8::1"],
  },
  {
    name: "a network / the host part stays",
    before: [`GET /?myipv4=preserve&myipv6=2001:db8:0:1:aaaa::7\n${auth}`],
    request: `GET /?myipv4=preserve&myipv6=2001:db8:0:5::/64\n${auth}`,
    answer: [200, "good"],
    published: ["2001:db8:0:5:aaaa::7"],
  },
  {
    name: "a network of IPv4",
    before: [both],
    request: `GET /?myipv4=198.51.100.0/24&myipv6=preserve\n${auth}`,
    answer: [200, "good"],
    published: ["198.51.100.1", "2001:db8::1"],
  },
  {
    name: "a mixed list is split by family",
    request: `GET /?myip=192.0.2.1,2001:db8::1\n${auth}`,
    answer: [200, "good"],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  {
    name: "dyndns1 / host_id",
    request:
      "GET /nic/dyndns?action=edit&started=1&hostname=YES&host_id=home.dyn.example&myip=192.0.2.1\nAuthorization: Basic home.dyn.example:TOKEN",
    answer: [200, "good"],
    published: ["192.0.2.1"],
  },
  {
    name: "an account's mail address as user",
    request: "GET /update?hostname=home.dyn.example&myip=192.0.2.1\nAuthorization: Basic me@example.net:TOKEN",
    answer: [200, "good"],
    published: ["192.0.2.1"],
  },
  {
    name: "credentials in the query",
    request: "GET /update?username=home.dyn.example&password=TOKEN&myip=192.0.2.1",
    answer: [200, "good"],
    published: ["192.0.2.1"],
  },
  {
    name: "a value for the name counts before the general one",
    request: `GET /?myipv4=192.0.2.1&myipv4:nas.dyn.example,home.dyn.example=192.0.2.5\n${auth}`,
    answer: [200, "good"],
    published: ["192.0.2.5"],
  },
  {
    name: "a value for another name does not",
    request: `GET /?myipv4=192.0.2.1&myipv4:nas.dyn.example=192.0.2.5\n${auth}`,
    answer: [200, "good"],
    published: ["192.0.2.1"],
  },
  {
    name: "unreadable / the next source",
    request: `GET /?myipv4=<ipaddr>&ip=192.0.2.1\n${auth}`,
    answer: [200, "good"],
    published: ["192.0.2.1"],
  },
  {
    name: "the same again / good",
    before: [both],
    request: both,
    answer: [200, "good"],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  { name: "wrong token", request: "GET /?myip=192.0.2.1\nAuthorization: Token x", answer: [401, "badauth"] },
  { name: "no token, as wget begins", request: "GET /?myip=192.0.2.1", answer: [401, "badauth"] },
  { name: "another name", request: `GET /?hostname=nas.dyn.example\n${auth}`, answer: [404, "nohost"] },
  { name: "preserve with an address", request: `GET /?myipv4=preserve,192.0.2.1\n${auth}`, answer: [400, "badip"] },
  {
    name: "a network with an address",
    request: `GET /?myipv4=192.0.2.0/24,192.0.2.1\n${auth}`,
    answer: [400, "badip"],
  },
  { name: "a bad network", request: `GET /?myipv4=192.0.2.0/99\n${auth}`, answer: [400, "badip"] },
  { name: "an address no host has", request: `GET /?myipv4=0.0.0.0\n${auth}`, answer: [400, "badip"] },
]);
