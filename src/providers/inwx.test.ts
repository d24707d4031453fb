import { dyndns2Subject, namesEveryFamily, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./inwx.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "dyndns.inwx.com",
    path: "/nic/update",
    user: "dyn-user",
    parameters: { ipv6: "myipv6" },
    unnamed: { ipv4: "127.0.0.1", ipv6: undefined },
  },
};

conformsAsPushService(dyndns2Subject(subject));

namesEveryFamily(subject);
