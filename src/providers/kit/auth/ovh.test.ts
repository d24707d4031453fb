import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../../test/support/expect-ok.ts";
import { FakeClock } from "../../../../test/support/fake-clock.ts";
import { httpPorts } from "../../../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../../../test/support/scripted-http.ts";
import { Secret } from "../../../core/secret.ts";
import { GET, POST, TextBody, type Call } from "../call.ts";
import { Conversation } from "../conversation.ts";
import { jsonServer } from "../server.ts";
import { ovh } from "./ovh.ts";

/** From the tests of the vendor's own library for Go. The clock here is a year behind the server's. */
describe("the vendor's vectors", () => {
  const base = "https://eu.api.ovh.com/1.0";
  const account = {
    key: "TDPKJdwZwAQPwKX2",
    secret: new Secret("9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk"),
    consumerKey: new Secret("5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY"),
  };
  const rows: readonly (readonly [title: string, call: Call, expected: string])[] = [
    ["without a body", GET("/auth"), "$1$e9556054b6309771395efa467c22e627407461ad"],
    [
      "with a body",
      POST("/auth", new TextBody("application/json", '{"a":"b","c":"d"}')),
      "$1$ec2fb5c7a81f64723c77d2e5b609ae6f58a84fc1",
    ],
  ];
  for (const [title, call, expected] of rows) {
    test(title, async () => {
      const http = new ScriptedHttp(({ route }) => ({ body: route === "/auth/time" ? "1457018875" : "{}" }));
      const ports = httpPorts(http, new FakeClock(1_425_000_000_000));
      const server = jsonServer(base, ovh(base, account));
      expectOk(await new Conversation({ server, answers: [], ports, secrets: [] }).write(call, []));
      expect(http.requests.map(({ url }) => url.href)).toEqual([`${base}/auth/time`, `${base}/auth`]);
      expect(http.requests[1]?.headers).toMatchObject({
        "x-ovh-application": "TDPKJdwZwAQPwKX2",
        "x-ovh-consumer": "5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY",
        "x-ovh-timestamp": "1457018875",
        "x-ovh-signature": expected,
      });
    });
  }
});
