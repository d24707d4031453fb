import { dyndns2Subject, namesEveryFamily, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./allinkl.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "dyndns.kasserver.com",
    path: "/",
    user: "dyn0012345",
    parameters: { hostname: "host", ipv6: "myip6" },
    isBound: true,
    unnamed: { ipv4: undefined, ipv6: undefined },
  },
};

conformsAsPushService(dyndns2Subject(subject));

namesEveryFamily(subject);
