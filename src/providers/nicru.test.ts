import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./nicru.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "api.nic.ru", path: "/dyndns/update", user: "1234567/NIC-D" },
};

conformsAsPushService(dyndns2Subject(subject));
