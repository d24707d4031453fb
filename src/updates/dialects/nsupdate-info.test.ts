import { testDialect } from "../../../test/support/dialect-table.ts";

const account = "Authorization: Basic home.dyn.example:TOKEN";
const both = `GET /nic/update?hostname=home.dyn.example&myip=192.0.2.1,2001:db8::1\n${account}`;

testDialect("nsupdate.info", [
  {
    name: "myip tells the family",
    before: [both],
    request: `GET /nic/delete?myip=192.0.2.1\n${account}`,
    answer: [200, "deleted A"],
    published: ["2001:db8::1"],
  },
  {
    name: "any address of it will do",
    before: [both],
    request: `GET /nic/delete?myip=::\n${account}`,
    answer: [200, "deleted AAAA"],
    published: ["192.0.2.1"],
  },
  {
    name: "both",
    before: [both],
    request: `GET /nic/delete?hostname=home.dyn.example&myip=0.0.0.0,::\n${account}`,
    answer: [200, "deleted A,AAAA"],
  },
  {
    name: "none / that of the connection",
    before: [both],
    request: `GET /nic/delete\n${account}`,
    answer: [200, "deleted A"],
    published: ["2001:db8::1"],
  },
  {
    name: "what is not there is deleted already",
    request: `GET /nic/delete?myip=::1\n${account}`,
    answer: [200, "deleted AAAA"],
  },
  {
    name: "somebody else's name",
    before: [both],
    request: `GET /nic/delete?hostname=nas.dyn.example\n${account}`,
    answer: [404, "nohost"],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  {
    name: "wrong password",
    before: [both],
    request: "GET /nic/delete\nAuthorization: Basic home.dyn.example:x",
    answer: [401, "badauth"],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  {
    name: "unreadable",
    before: [both],
    request: `GET /nic/delete?myip=all\n${account}`,
    answer: [503, "dnserr"],
    published: ["192.0.2.1", "2001:db8::1"],
  },
  { name: "/myip has no line end", request: "GET /myip", peer: "2001:db8::7", answer: [200, "2001:db8::7"] },
]);
