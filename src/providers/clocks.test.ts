import { describe, expect, test } from "bun:test";
import { yandexFolder, yandexKeyFile } from "../../test/emulators/yandexcloud.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import type { ProviderDeclaration, Settings } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { provider as constellix } from "./constellix.ts";
import { provider as dnsmadeeasy } from "./dnsmadeeasy.ts";
import { provider as eranet } from "./eranet.ts";
import { provider as exoscale } from "./exoscale.ts";
import { provider as huaweicloud } from "./huaweicloud.ts";
import { provider as jdcloud } from "./jdcloud.ts";
import { provider as nearlyfreespeech } from "./nearlyfreespeech.ts";
import { provider as westcn } from "./westcn.ts";
import { provider as yandexcloud } from "./yandexcloud.ts";

/**
 * Services that refuse a proof of another time in the words for a wrong one. A host without a clock of its own starts at
 * any time, and what was right all along must not wait for a person.
 */

interface Row {
  readonly provider: ProviderDeclaration;
  readonly settings: Settings;
  /** How a proof is refused. */
  readonly status: number;
  readonly body: string;
  /** In seconds: how far the clock may be off. */
  readonly tolerated: number;
}

const secret = new Secret("CANARY-0123456789abcdef");
const domains = ["example.net"];

const rows: readonly Row[] = [
  {
    provider: huaweicloud,
    settings: { accessKeyId: "x", secretAccessKey: secret },
    status: 401,
    body: '{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information"}',
    tolerated: 900,
  },
  {
    provider: jdcloud,
    settings: { accessKeyId: "x", accessKeySecret: secret },
    status: 401,
    body: '{"error":{"code":401,"status":"HTTP_UNAUTHORIZED"}}',
    tolerated: 900,
  },
  {
    provider: exoscale,
    settings: { apiKey: "x", apiSecret: secret },
    status: 403,
    body: '{"message":"Invalid request signature"}',
    tolerated: 600,
  },
  {
    provider: dnsmadeeasy,
    settings: { apiKey: "x", secretKey: secret },
    status: 403,
    body: '{"error":["API token not found"]}',
    tolerated: 30,
  },
  {
    provider: constellix,
    settings: { apiKey: "x", secretKey: secret },
    status: 401,
    body: '{"errors":["Unauthorized"]}',
    tolerated: 30,
  },
  {
    provider: nearlyfreespeech,
    settings: { login: "x", apiKey: secret, domains },
    status: 401,
    body: '{"error":"The authentication hash is not valid."}',
    tolerated: 5,
  },
  {
    provider: eranet,
    settings: { accessInstanceId: "x", accessSecret: secret, domains },
    status: 200,
    body: '{"error":"signature error"}',
    tolerated: 900,
  },
  {
    provider: westcn,
    settings: { username: "x", apiPassword: secret },
    status: 200,
    body: '{"result":500,"errcode":10001}',
    tolerated: 600,
  },
  {
    provider: yandexcloud,
    settings: { key: new Secret(yandexKeyFile()), folderId: yandexFolder },
    status: 401,
    body: '{"code":16,"message":"JWT is expired"}',
    tolerated: 60,
  },
];

for (const { provider, settings, status, body, tolerated } of rows) {
  describe(provider.id, () => {
    const refused = async (ahead: number): Promise<unknown> => {
      const clock = new FakeClock();
      const headers = { date: new Date(clock.now() + ahead * 1_000).toUTCString(), "content-type": "application/json" };
      const api = provider.connect(settings, httpPorts(new ScriptedHttp(() => ({ status, headers, body })), clock));
      return api.kind === "zone-api" ? api.zones() : undefined;
    };

    test("a proof refused at another time: failed, since it passes", async () => {
      const outcome = { kind: "failed", code: "clock-skewed" };
      expect(await refused(tolerated + 1)).toMatchObject({ outcome });
      expect(await refused(-tolerated - 1)).toMatchObject({ outcome });
    });

    test("a proof refused at the right time: rejected", async () => {
      const answer = await refused(tolerated);
      expect(answer).toMatchObject({ outcome: { kind: "rejected" } });
      expect(answer).not.toMatchObject({ outcome: { code: "clock-skewed" } });
    });
  });
}
