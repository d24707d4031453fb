import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./mydns-jp.ts";

const password = "CANARY+pass word";
const settings = { username: "mydns123456", password: new Secret(password) };
const page = (words: string): { status: number; body: string } => ({
  status: 200,
  body: `<html><head><title>Free Dynamic DNS</title></head><body>\n${words}<br>\n</body></html>`,
});
const done = page("Login and IP address notify OK.");

conformsAsPushService({
  provider,
  start: () =>
    startUpdateUrl({
      hosts: ["www.mydns.jp"],
      path: "/directip.html",
      required: ["MID", "PWD"],
      optional: ["IPV4ADDR", "IPV6ADDR"],
      isProven: ({ MID, PWD }) => MID === "mydns123456" && PWD === password,
      name: () => undefined,
      addresses: ({ IPV4ADDR, IPV6ADDR }) => [IPV4ADDR, IPV6ADDR].flatMap((address) => address ?? []),
      says: { updated: done, unproven: page("login NG") },
    }),
  owner: "home.mydns.jp",
  settings,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY") },
  withoutCredentials: withoutQuery("PWD"),
  refusals: { wrongSecret: ["request-refused", "NG is all that is known of refusals"] },
  cannot: {
    "tells that nothing changed": "the same address is notified as any other",
    "refuses another's name": "all names of the id follow, whatever is asked for",
  },
  successes: { arePages: "a page says what was done" },
});

const tables: PushTables = {
  provider,
  settings: { username: "mydns1", password: new Secret("s3cret") },
  owner: "home.mydns.jp",
};

sends(tables, [
  [
    "both families in one",
    { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
    ["GET https://www.mydns.jp/directip.html?IPV4ADDR=192.0.2.1&IPV6ADDR=2001%3Adb8%3A%3A1&MID=mydns1&PWD=s3cret"],
  ],
]);

reads(tables, [
  [done, { kind: "updated" }],
  [
    { status: 401, body: "<html>Unauthorized</html>" },
    { kind: "rejected", code: "credentials-rejected" },
  ],
  [page("IP address notify NG"), { kind: "rejected", code: "request-refused" }],
  [page("notify OKAY"), { kind: "unconfirmed", code: "answer-unreadable" }],
]);
