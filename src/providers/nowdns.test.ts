import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { plain } from "../../test/emulators/dyndns2.ts";
import { provider } from "./nowdns.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "now-dns.com",
    path: "/update",
    user: "user@example.net",
    says: ({ word }) => plain(["good", "nochg"].includes(word) ? 200 : 400, word),
  },
};

conformsAsPushService(dyndns2Subject(subject));
