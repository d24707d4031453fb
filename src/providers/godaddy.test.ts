import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { refuses } from "../../test/conformance/refusal-tables.ts";
import { godaddyToken, startGodaddy } from "../../test/emulators/godaddy.ts";
import { Duration } from "../core/duration.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./godaddy.ts";

conformsAsHttpZoneApi({
  provider,
  start: startGodaddy,
  settings: { key: new Secret(godaddyToken), secret: new Secret("s3cret-CANARY") },
  wrongSettings: { key: new Secret(godaddyToken), secret: new Secret("wrong-CANARY") },
  writesRecordByRecord: false,
  withoutCredentials: withoutHeader("authorization"),
  zonePageRows: 1000,
  cannot: {
    "tells a lost precondition": "RRsets are written whole",
  },
});

const json = (status: number, body: object) => ({ status, body: JSON.stringify(body) });
const notEligible = { kind: "rejected", code: "account-not-eligible" };

refuses(provider, { key: new Secret("k"), secret: new Secret("s") }, [
  ["an account the interface is not opened to, by code", json(403, { code: "ACCESS_DENIED" }), notEligible],
  [
    "an account the interface is not opened to, in words",
    json(403, { message: "Authenticated user is not allowed access" }),
    notEligible,
  ],
  ["another 403", json(403, { code: "NOT_ALLOWED" }), { kind: "rejected", code: "not-authorized" }],
  ["a locked domain", json(409, { code: "DOMAIN_LOCKED" }), { kind: "failed", code: "zone-busy" }],
  [
    "too many requests, and how long to wait",
    json(429, { code: "TOO_MANY_REQUESTS", retryAfterSec: 42 }),
    { kind: "failed", code: "rate-limited", retryAfter: Duration.seconds(42) },
  ],
  [
    "too many requests, without a time",
    json(429, { code: "TOO_MANY_REQUESTS" }),
    { kind: "failed", code: "rate-limited", retryAfter: Duration.minutes(1) },
  ],
]);
