import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { callerAddress } from "../../test/emulators/dyndns2.ts";
import { Duration } from "../core/duration.ts";
import { provider } from "./dynu.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "api.dynu.com",
    path: "/nic/update",
    user: "user",
    parameters: { ipv6: "myipv6" },
    unnamed: { ipv4: callerAddress, ipv6: "2001:db8::77" },
    keepWord: "no",
  },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ["servererror", { kind: "failed", code: "server-error" }],
  ["unknown", { kind: "rejected", code: "value-invalid" }],
  ["911", { kind: "failed", code: "under-maintenance", retryAfter: Duration.minutes(10) }],
]);
