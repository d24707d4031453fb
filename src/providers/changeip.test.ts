import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { changeipSays } from "../../test/emulators/dyndns2-dialects.ts";
import { provider } from "./changeip.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "nic.changeip.com",
    path: "/nic/update",
    user: "user",
    parameters: { ipv4: "ip" },
    says: changeipSays,
  },
  cannot: { "tells that nothing changed": "the service has one word for success" },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["402 Premium DNS Required", { kind: "rejected", code: "paid-feature" }],
  ["200 Successful Updates of others", { kind: "unconfirmed", code: "answer-unreadable" }],
]);
