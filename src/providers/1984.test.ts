import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { answerOf1984 as answer, rulesOf1984 } from "../../test/emulators/update-url-services.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./1984.ts";

const key = "CANARY0123456789";
const noReason = "refusals differ in words only, which nobody has written down";

conformsAsPushService({
  provider,
  start: () => startUpdateUrl(rulesOf1984(key)),
  owner: "home.example.net",
  settings: { key: new Secret(key) },
  wrongSettings: { key: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("apikey"),
  refusals: { wrongSecret: ["request-refused", noReason], unknownName: ["request-refused", noReason] },
});

const tables: PushTables = { provider, settings: { key: new Secret("s3cret") }, owner: "home.example.net" };

sends(tables, [
  [
    "one address",
    { ipv4: "192.0.2.1" },
    ["GET https://api.1984.is/1.0/freedns/?domain=home.example.net&ip=192.0.2.1&apikey=s3cret"],
  ],
]);

reads(tables, [
  [answer(true, "IP of home.example.net unaltered", "192.0.2.1"), { kind: "unchanged" }],
  [answer(true, "updated", "192.0.2.1"), { kind: "updated" }],
  [answer(true, "updated", "203.0.113.77"), { kind: "unconfirmed", code: "answer-unreadable" }],
  [answer(false, "unaltered", "192.0.2.1"), { kind: "rejected", code: "request-refused" }],
  ['{"msg":"ok"}', { kind: "unconfirmed", code: "answer-unreadable" }],
]);
