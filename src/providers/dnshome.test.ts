import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./dnshome.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "www.dnshome.de", path: "/dyndns.php", parameters: { ipv4: "ip", ipv6: "ip6" } },
};

conformsAsPushService(dyndns2Subject(subject));
