import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { provider } from "./udmedia.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: { host: "www.udmedia.de", path: "/nic/update" },
};

conformsAsPushService(dyndns2Subject(subject));

conformsAsPushService(
  dyndns2Subject({ provider, rules: { host: "www.udmedia.de", path: "/nic/update", user: "other.example.net" } }),
);
