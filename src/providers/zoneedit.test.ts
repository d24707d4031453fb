import { dyndns2Subject, type Dyndns2Subject } from "../../test/conformance/dyndns2.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { reads } from "../../test/conformance/push-tables.ts";
import { zoneeditSays } from "../../test/emulators/dyndns2-dialects.ts";
import { Duration } from "../core/duration.ts";
import { provider } from "./zoneedit.ts";

const subject: Dyndns2Subject = {
  provider,
  rules: {
    host: "dynamic.zoneedit.com",
    path: "/auth/dynamic.html",
    user: "user",
    parameters: { hostname: "host", ipv4: "dnsto" },
    says: zoneeditSays,
  },
  refusals: { unknownName: ["zone-not-found", "the service speaks of the zone"] },
};

conformsAsPushService(dyndns2Subject(subject));

reads(dyndns2Subject(subject), [
  ['<SUCCESS CODE="201" TEXT="No records need updating." ZONE="example.net">', { kind: "unchanged" }],
  ['<ERROR CODE="707" TEXT="Duplicate updates." ZONE="example.net">', { kind: "unchanged" }],
  [
    '<ERROR CODE="702" TEXT="Minimum 600 seconds between requests" ZONE="example.net">',
    { kind: "failed", code: "rate-limited", retryAfter: Duration.minutes(10) },
  ],
  ['<error code="704" text="No valid name" zone="example.net">', { kind: "rejected", code: "name-invalid" }],
  ["invalid login", { kind: "rejected", code: "credentials-rejected" }],
  ['<ERROR CODE="799" TEXT="New" ZONE="example.net">', { kind: "unconfirmed", code: "answer-unreadable" }],
]);
