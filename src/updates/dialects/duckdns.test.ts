import { testDialect } from "../../../test/support/dialect-table.ts";

const first = "GET /update?domains=home&token=TOKEN&ip=192.0.2.1";

testDialect("DuckDNS", [
  {
    name: "ddclient 3.10 / OK",
    request: "GET /update?domains=home.dyn.example&token=TOKEN&ip=192.0.2.1\nUser-Agent: ddclient/3.10.0",
    answer: [200, "OK"],
    published: ["192.0.2.1"],
  },
  {
    name: "inadyn, whose label keeps a dot / OK",
    request: "GET /update?domains=home.&token=TOKEN&ip=192.0.2.1\nUser-Agent: inadyn/2.10.0",
    answer: [200, "OK"],
    published: ["192.0.2.1"],
  },
  {
    name: "a router's form with other credentials / those of the URL count",
    request: `${first}\nAuthorization: Basic nobody:nothing\nUser-Agent: Fritz!Box DDNS/1.0.1`,
    answer: [200, "OK"],
    published: ["192.0.2.1"],
  },
  {
    name: "both families",
    request: `${first}&ipv6=2001:db8::1`,
    answer: [200, "OK"],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  {
    name: "IPv6 in ip / IPv4 stays",
    before: [first],
    request: "GET /update?domains=home&token=TOKEN&ip=2001:db8::1",
    answer: [200, "OK"],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  {
    name: "ipv6 alone / nothing is detected",
    request: "GET /update?domains=home&token=TOKEN&ip=&ipv6=2001:db8::1",
    answer: [200, "OK"],
    published: ["2001:db8::1"],
  },
  {
    name: "no address / the peer's",
    request: "GET /update?domains=home&token=TOKEN&ip=",
    answer: [200, "OK"],
    published: ["198.51.100.99"],
  },
  {
    name: "verbose / four lines",
    request: `${first}&verbose=true`,
    answer: [200, "OK\n192.0.2.1\n\nUPDATED"],
    published: ["192.0.2.1"],
  },
  {
    name: "verbose, as it was / NOCHANGE",
    before: [first],
    request: `${first}&verbose=true`,
    answer: [200, "OK\n192.0.2.1\n\nNOCHANGE"],
    published: ["192.0.2.1"],
  },
  {
    name: "clear / no addresses, the proof stays",
    before: [`${first}&ipv6=2001:db8::1`, "GET /update?domains=home&token=TOKEN&txt=proof"],
    request: "GET /update?domains=home&token=TOKEN&clear=true",
    answer: [200, "OK"],
    proofs: ["proof"],
  },
  {
    name: "lego / a proof, addresses stay",
    before: [first],
    request: "GET /update?clear=false&domains=home.dyn.example&token=TOKEN&txt=new",
    answer: [200, "OK"],
    published: ["192.0.2.1"],
    proofs: ["new"],
  },
  {
    name: "lego, afterwards / the proof goes",
    before: [first, "GET /update?clear=false&domains=home.dyn.example&token=TOKEN&txt=new"],
    request: "GET /update?clear=true&domains=home.dyn.example&token=TOKEN&txt=",
    answer: [200, "OK"],
    published: ["192.0.2.1"],
  },
  {
    name: "one proof at a time",
    before: ["GET /update?domains=home&token=TOKEN&txt=old"],
    request: "GET /update?domains=home&token=TOKEN&txt=new&verbose=true",
    answer: [200, "OK\nnew\nUPDATED"],
    proofs: ["new"],
  },
  {
    name: "path form",
    request: "GET /update/home/TOKEN/192.0.2.1",
    answer: [200, "OK"],
    published: ["192.0.2.1"],
  },
  {
    name: "path form without address",
    request: "GET /update/home.dyn.example/TOKEN",
    answer: [200, "OK"],
    published: ["198.51.100.99"],
  },
  {
    name: "wrong token / KO",
    request: `GET /update?domains=home&token=${"x".repeat(40)}&ip=192.0.2.1`,
    answer: [200, "KO"],
  },
  { name: "no token / KO", request: "GET /update?domains=home&ip=192.0.2.1", answer: [200, "KO"] },
  {
    name: "somebody else's name / KO",
    request: "GET /update?domains=nas&token=TOKEN&ip=192.0.2.1",
    answer: [200, "KO"],
  },
  {
    name: "one of two is somebody else's / KO, nothing published",
    request: "GET /update?domains=home,nas&token=TOKEN&ip=192.0.2.1",
    answer: [200, "KO"],
  },
  { name: "unreadable / KO", request: "GET /update?domains=home&token=TOKEN&ip=<ipaddr>", answer: [200, "KO"] },
  {
    name: "an address no host has / KO",
    before: [first],
    request: "GET /update?domains=home&token=TOKEN&ip=0.0.0.0",
    answer: [200, "KO"],
    published: ["192.0.2.1"],
  },
]);
