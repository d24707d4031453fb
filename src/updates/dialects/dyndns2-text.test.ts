import { testDialect } from "../../../test/support/dialect-table.ts";

const form = "Content-Type: application/x-www-form-urlencoded";
const owner = "_acme-challenge.home.dyn.example";

testDialect("dyndns2 with credentials in query or form, and Hurricane Electric's txt", [
  {
    name: "Hurricane Electric, credentials in the form",
    request: `POST /nic/update\n${form}\n\nhostname=home.dyn.example&password=TOKEN&myip=192.0.2.1`,
    answer: [200, "good 192.0.2.1"],
    published: ["192.0.2.1"],
  },
  {
    name: "spdyn.de, credentials in the query",
    request: "GET /nic/update?hostname=home.dyn.example&myip=192.0.2.1&user=home.dyn.example&pass=TOKEN",
    answer: [200, "good 192.0.2.1"],
    published: ["192.0.2.1"],
  },
  {
    name: "Synology's template repeats the account, the header counts",
    request: "GET /nic/update?myip=192.0.2.1&username=x&password=y\nAuthorization: Basic home.dyn.example:TOKEN",
    answer: [200, "good 192.0.2.1"],
    published: ["192.0.2.1"],
  },
  {
    name: "acme.sh dns_he_ddns / a proof",
    request: `POST /nic/update\n${form}\n\nhostname=${owner}&password=TOKEN&txt=proof`,
    answer: [200, "good proof"],
    proofs: ["proof"],
  },
  {
    name: "lego hurricane, afterwards / a dot",
    before: [`POST /nic/update\n${form}\n\nhostname=${owner}&password=TOKEN&txt=proof`],
    request: `POST /nic/update\n${form}\n\nhostname=${owner}&password=TOKEN&txt=.`,
    answer: [200, "good ."],
    proofs: ["."],
  },
  {
    name: "the same proof / nochg",
    before: [`POST /nic/update\n${form}\n\nhostname=${owner}&password=TOKEN&txt=proof`],
    request: `POST /nic/update\n${form}\n\nhostname=${owner}&password=TOKEN&txt=proof`,
    answer: [200, "nochg proof"],
    proofs: ["proof"],
  },
  {
    name: "a text of the host itself is not the token's",
    request: "GET /nic/update?hostname=home.dyn.example&password=TOKEN&txt=v=spf1",
    answer: [404, "nohost"],
  },
  {
    name: "a proof for somebody else",
    request: "GET /nic/update?hostname=_acme-challenge.nas.dyn.example&password=TOKEN&txt=x",
    answer: [404, "nohost"],
  },
  {
    name: "an address where proofs belong",
    request: `GET /nic/update?hostname=${owner}&password=TOKEN&myip=192.0.2.1`,
    answer: [404, "nohost"],
  },
  {
    name: "wrong password in the query",
    request: "GET /nic/update?hostname=home.dyn.example&myip=192.0.2.1&password=wrong",
    answer: [401, "badauth"],
  },
]);
