import { answersMean, dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { plain } from "../../test/emulators/dyndns2.ts";
import { provider } from "./changeip.ts";

/** What the service says of other things than a change. */
const told: Readonly<Record<string, string>> = { nohost: "422 Invalid Hostname", badauth: "401 Unauthorized" };

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "nic.changeip.com",
    path: "/nic/update",
    user: "user",
    parameters: { ipv4: "ip" },
    says: ({ word }) => plain(200, told[word] ?? "200 Successful Update"),
  },
  cannot: { "tells that nothing changed": "the service has one word for success" },
};

conformsAsPushService(dyndns2Subject(subject));

answersMean(subject, [
  ["402 Premium DNS Required", { kind: "rejected", code: "paid-feature" }],
  ["200 Successful Updates of others", { kind: "unconfirmed", code: "answer-unreadable" }],
]);
