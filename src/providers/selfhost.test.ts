import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { plain } from "../../test/emulators/dyndns2.ts";
import { provider } from "./selfhost.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "carol.selfhost.de",
    path: "/nic/update",
    user: "12345",
    isBound: true,
    says: ({ word, sent }) =>
      word === "nochg" ? { status: 204, body: "" } : plain(word === "badauth" ? 401 : 200, `${word} ${sent}`),
  },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  [{ status: 409 }, { kind: "rejected", code: "name-not-found" }],
  [{ status: 410 }, { kind: "rejected", code: "not-authorized" }],
  [{ status: 411 }, { kind: "rejected", code: "value-invalid" }],
  [{ status: 412 }, { kind: "rejected", code: "value-invalid" }],
  [{ status: 503 }, { kind: "failed", code: "server-error" }],
]);
