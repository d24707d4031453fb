import { describe, expect, test } from "bun:test";
import { conformsAsPushService } from "../../test/conformance/push.ts";
import { startWebhook, webhookKey } from "../../test/emulators/webhook.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp, type ScriptedReply } from "../../test/support/scripted-http.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Settings } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./custom.ts";

const webhook = {
  url: "https://hooks.example.net/dns",
  method: "POST",
  body: '{"name":"{name}","ipv4":"{ipv4}","ipv6":"{ipv6}","key":"{token}"}',
  successPattern: "^state: (done|same)$",
  unchangedPattern: "^state: same$",
  insecure: false,
};

for (const families of ["together", "apart"]) {
  conformsAsPushService({
    provider,
    start: () => startWebhook("hooks.example.net"),
    owner: "home.example.net",
    settings: { ...webhook, families, token: new Secret(webhookKey) },
    wrongSettings: { ...webhook, families, token: new Secret("wrong-CANARY-key") },
    withoutCredentials: (request) => ({ ...request, body: "" }),
  });
}

/** Pushes both families to a service that answers as told. */
async function push(
  settings: Settings,
  reply: ScriptedReply = {},
): Promise<{ readonly outcome: Outcome; readonly http: ScriptedHttp }> {
  const http = new ScriptedHttp(() => reply);
  const service = provider.connect({ url: "https://x.example/", ...settings }, httpPorts(http));
  if (service.kind !== "push") throw new Error("a template is a push service");
  const addresses = { ipv4: [address("192.0.2.1")], ipv6: [address("2001:db8::1"), address("2001:db8::2")] };
  const outcome = await service.push({ owner: name("*.home.example.net"), addresses, ttl: ttl(60), options: {} });
  return { outcome, http };
}

describe("requests", () => {
  test("a URL with every placeholder", async () => {
    const { http } = await push({
      url: "https://x.example:8443/u/{name}/{token}?v4={ipv4}&v6={ipv6}&all={addresses}&ttl={ttl}&u={username}#frag",
      token: new Secret("a/b?c"),
      username: "me & you",
    });
    expect(http.url()).toBe(
      "https://x.example:8443/u/*.home.example.net/a%2Fb%3Fc?v4=192.0.2.1&v6=2001%3Adb8%3A%3A1%2C2001%3Adb8%3A%3A2" +
        "&all=192.0.2.1%2C2001%3Adb8%3A%3A1%2C2001%3Adb8%3A%3A2&ttl=60&u=me%20%26%20you",
    );
    expect(http.requests[0]).toMatchObject({ method: "GET", route: "" });
  });

  test("header fields, with HTTP Basic made of user name and password", async () => {
    const headers = ["Authorization: Basic {basic}", "X-Name:{name}", "Content-Type: text/x-own"];
    const { http } = await push({
      method: "PUT",
      headers,
      body: "{ipv4}",
      username: "user",
      password: new Secret("pass"),
    });
    expect(http.requests[0]).toMatchObject({
      method: "PUT",
      headers: { authorization: "Basic dXNlcjpwYXNz", "x-name": "*.home.example.net", "content-type": "text/x-own" },
      body: "192.0.2.1",
    });
  });

  test("an address below a doubled slash stays at its host", async () => {
    expect((await push({ url: "https://x.example//evil.example/{name}" })).http.url()).toBe(
      "https://x.example//evil.example/*.home.example.net",
    );
  });

  const refused: readonly (readonly [title: string, settings: Settings, code: string])[] = [
    ["a placeholder in the host", { url: "https://{name}.x.example/" }, "value-invalid"],
    ["a header field without a colon", { headers: ["X-Key {token}"] }, "unsupported"],
    [
      "a header field with a line end inside",
      { headers: ["X-Key: {token}"], token: new Secret("a\r\nX-Evil: 1") },
      "value-invalid",
    ],
    ["a pattern that is none", { successPattern: "(" }, "unsupported"],
    ["plain HTTP beyond loopback", { url: "http://192.0.2.5/" }, "insecure-transport"],
  ];
  for (const [title, settings, code] of refused) {
    test(`${title}: refused, nothing sent`, async () => {
      const { outcome, http } = await push(settings);
      expect(outcome).toMatchObject({ kind: "rejected", code });
      expect(http.requests).toEqual([]);
    });
  }
});

describe("answers", () => {
  const rows: readonly (readonly [title: string, settings: Settings, reply: ScriptedReply, expected: object])[] = [
    ["any 2xx", {}, { status: 204 }, { kind: "updated" }],
    ["a page, where no pattern is asked for", {}, { body: "<html>fine</html>" }, { kind: "updated" }],
    ["another status", {}, { status: 500 }, { kind: "failed", code: "server-error" }],
    ["a listed status", { successStatus: ["200", "409"] }, { status: 409 }, { kind: "updated" }],
    ["a 2xx that is not listed", { successStatus: ["200"] }, { status: 202 }, { kind: "unconfirmed" }],
    ["the pattern of a success", { successPattern: "^ok$" }, { body: "x\nok\ny" }, { kind: "updated" }],
    ["no pattern of a success", { successPattern: "^ok$" }, { body: "token" }, { kind: "unconfirmed" }],
    ["the pattern, but an error status", { successPattern: "ok" }, { status: 503, body: "ok" }, { kind: "failed" }],
    ["nothing changed", { unchangedPattern: "same" }, { body: "same" }, { kind: "unchanged" }],
    [
      "a refusal",
      { refusalPattern: "no such" },
      { body: "no such host" },
      { kind: "rejected", code: "request-refused" },
    ],
    ["a refusal with an error status", { refusalPattern: "gone" }, { status: 503, body: "gone" }, { kind: "rejected" }],
  ];
  for (const [title, settings, reply, expected] of rows) {
    test(title, async () => expect((await push(settings, reply)).outcome).toMatchObject(expected));
  }

  test("credentials written into the template stay out of details", async () => {
    const settings = { url: "https://x.example/u/literal-token/{name}", headers: ["X-Key: other-literal"] };
    const body = "Cannot GET /u/literal-token/*.home.example.net with other-literal";
    const { outcome } = await push(settings, { status: 400, body });
    expect(outcome).toMatchObject({
      detail: "GET x.example: HTTP 400: Cannot GET /u/••••••/*.home.example.net with ••••••",
    });
  });
});
