import { withoutQuery } from "../../test/conformance/http-peer.ts";
import { reads, sends, type PushTables } from "../../test/conformance/push-tables.ts";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startUpdateUrl, type Parameters } from "../../test/emulators/update-url.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./ddnss.ts";

const secret = "CANARY0123456789";
const page = (words: string): { status: number; body: string } => ({
  status: 200,
  body: `<html><head><title>DDNSS</title></head><body><p>\n${words}</p></body></html>`,
});

const ways = [
  { settings: { key: new Secret(secret) }, required: ["key", "host"], words: ["good", "badauth"] },
  {
    settings: { username: "user", password: new Secret(secret) },
    required: ["user", "pwd", "host"],
    words: ["Updated 1 hostname.", "badauth"],
  },
];

for (const { settings, required, words } of ways) {
  const isProven = ({ key, user, pwd }: Parameters): boolean => key === secret || (user === "user" && pwd === secret);
  conformsAsPushService({
    provider,
    start: () =>
      startUpdateUrl({
        hosts: ["ddnss.de"],
        path: "/upd.php",
        required,
        optional: ["ip", "ip6"],
        isProven,
        name: ({ host }) => host,
        addresses: ({ ip, ip6 }) => [ip, ip6].flatMap((address) => address ?? []),
        says: {
          updated: page(words[0] ?? ""),
          unchanged: page("No change"),
          unproven: page(words[1] ?? ""),
          unknownName: page("notfqdn"),
        },
      }),
    owner: "home.ddnss.de",
    settings: { dualStack: true, ...settings },
    wrongSettings: {
      dualStack: true,
      key: new Secret("wrong-CANARY"),
      ...(settings.username === undefined ? {} : wrong()),
    },
    withoutCredentials: withoutQuery("key", "pwd"),
    successes: { arePages: "a page says what was done" },
  });
}

function wrong(): { readonly key: undefined; readonly username: string; readonly password: Secret } {
  return { key: undefined, username: "user", password: new Secret("wrong-CANARY") };
}

const tables: PushTables = {
  provider,
  settings: { key: new Secret("k"), dualStack: true },
  owner: "home.ddnss.de",
};

sends(tables, [
  [
    "both families in one",
    { ipv4: "192.0.2.1", ipv6: "2001:db8::1" },
    ["GET https://ddnss.de/upd.php?host=home.ddnss.de&ip=192.0.2.1&ip6=2001%3Adb8%3A%3A1&key=k"],
  ],
]);
sends({ ...tables, settings: { ...tables.settings, dualStack: false } }, [
  [
    "IPv6 where one address is held",
    { ipv6: "2001:db8::1" },
    ["GET https://ddnss.de/upd.php?host=home.ddnss.de&ip=2001%3Adb8%3A%3A1&key=k"],
  ],
  ["both where one is held", { ipv4: "192.0.2.1", ipv6: "2001:db8::1" }, "unsupported"],
]);

reads(tables, [
  ["good", { kind: "updated" }],
  [page("Updated 1 hostname."), { kind: "updated" }],
  [page("Updated 0 hostname."), { kind: "unconfirmed" }],
  ["badsys", { kind: "rejected", code: "request-refused" }],
  ["badysys", { kind: "rejected", code: "request-refused" }],
  [page("as good as new"), { kind: "unconfirmed", code: "answer-unreadable" }],
  ["goodbye", { kind: "unconfirmed", code: "answer-unreadable" }],
]);
