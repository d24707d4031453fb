import { describe, expect, test } from "bun:test";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import { name } from "../../test/support/values.ts";
import type { ProviderDeclaration, Settings } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { provider as alidns } from "./alidns.ts";
import { provider as bunny } from "./bunny.ts";
import { provider as cloudns } from "./cloudns.ts";
import { provider as dnsla } from "./dnsla.ts";
import { provider as dnspod } from "./dnspod.ts";
import { provider as edgeone } from "./edgeone.ts";
import { provider as huaweicloud } from "./huaweicloud.ts";
import { provider as infoblox } from "./infoblox.ts";
import { provider as tencentcloud } from "./tencentcloud.ts";
import { provider as volcengine } from "./volcengine.ts";
import { provider as westcn } from "./westcn.ts";

/**
 * Records that somebody has switched off. What is right in the list is not what resolvers hear, and a change would switch
 * it on again at some services, so both "unchanged" and a write would be wrong.
 */

interface Row {
  readonly provider: ProviderDeclaration;
  readonly settings: Settings;
  /** A record of `home.example.net` as the service lists it. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly paused: Readonly<Record<string, unknown>>;
  readonly running: Readonly<Record<string, unknown>>;
  /** The answer that lists it. */
  readonly listed: (record: unknown) => unknown;
}

const secret = new Secret("CANARY-0123456789abcdef");
const alibaba = { accessKeyId: "x", accessKeySecret: secret };
const tencent = { secretId: "x", secretKey: secret };
const address = "192.0.2.1";

const rows: readonly Row[] = [
  {
    provider: alidns,
    settings: alibaba,
    record: { RecordId: "1", RR: "home", Type: "A", Value: address, TTL: 600, Line: "default" },
    paused: { Status: "DISABLE" },
    running: { Status: "ENABLE" },
    listed: (record) => ({ TotalCount: 1, DomainRecords: { Record: [record] } }),
  },
  {
    provider: tencentcloud,
    settings: tencent,
    record: { RecordId: 1, Name: "home", Type: "A", Value: address, TTL: 600, Line: "默认", LineId: "0" },
    paused: { Status: "DISABLE" },
    running: { Status: "ENABLE" },
    listed: (record) => ({ Response: { RequestId: "r", RecordCountInfo: { TotalCount: 1 }, RecordList: [record] } }),
  },
  {
    provider: edgeone,
    settings: tencent,
    record: { RecordId: "1", Name: "home.example.net", Type: "A", Content: address, TTL: 300, Location: "Default" },
    paused: { Status: "disable" },
    running: { Status: "enable" },
    listed: (record) => ({ Response: { RequestId: "r", TotalCount: 1, DnsRecords: [record] } }),
  },
  {
    provider: dnspod,
    settings: { tokenId: "1", token: secret, email: "me@example.net" },
    record: { id: "1", name: "home", type: "A", value: address, ttl: "600", line_id: "0" },
    paused: { enabled: "0" },
    running: { enabled: "1" },
    listed: (record) => ({ status: { code: "1" }, records: [record] }),
  },
  {
    provider: volcengine,
    settings: { accessKeyId: "x", secretAccessKey: secret },
    record: { RecordID: "1", Host: "home", Type: "A", Value: address, TTL: 600, Line: "default" },
    paused: { Enable: false },
    running: { Enable: true },
    listed: (record) => ({ ResponseMetadata: {}, Result: { TotalCount: 1, Records: [record] } }),
  },
  {
    provider: huaweicloud,
    settings: { accessKeyId: "x", secretAccessKey: secret },
    record: { id: "1", name: "home.example.net.", type: "A", records: [address], ttl: 300, line: "default_view" },
    paused: { status: "DISABLE" },
    running: { status: "ACTIVE" },
    listed: (record) => ({ metadata: { total_count: 1 }, recordsets: [record] }),
  },
  {
    provider: westcn,
    settings: { username: "x", apiPassword: secret },
    record: { id: 1, item: "home", type: "A", value: address, ttl: 600, line: "" },
    paused: { pause: 1 },
    running: { pause: 0 },
    listed: (record) => ({ result: 200, data: { totalpages: 1, items: [record] } }),
  },
  {
    provider: dnsla,
    settings: { apiId: "x", apiSecret: secret },
    record: { id: "1", host: "home", type: 1, data: address, ttl: 600, lineId: "" },
    paused: { disable: true },
    running: { disable: false },
    listed: (record) => ({ code: 200, data: { total: 1, results: [record] } }),
  },
  {
    provider: cloudns,
    settings: { authId: "1", password: secret },
    record: { id: "1", host: "home", type: "A", record: address, ttl: "300" },
    paused: { status: 0 },
    running: { status: 1 },
    listed: (record) => ({ "1": record }),
  },
  {
    provider: bunny,
    settings: { apiKey: secret },
    record: { Id: 1, Name: "home", Type: 0, Value: address, Ttl: 300 },
    paused: { Disabled: true },
    running: { Disabled: false },
    listed: (record) => ({ Records: [record] }),
  },
  {
    provider: infoblox,
    settings: { url: "https://grid.example", username: "x", password: secret, view: "default", version: "2.11" },
    record: { _ref: "record:a/1:home", name: "home.example.net", ipv4addr: address, use_ttl: false },
    paused: { disable: true },
    running: { disable: false },
    listed: (record) => ({ result: [record] }),
  },
];

for (const { provider, settings, record, paused, running, listed } of rows) {
  describe(provider.id, () => {
    const read = async (more: object): Promise<unknown> => {
      const body = JSON.stringify(listed({ ...record, ...more }));
      const api = provider.connect(settings, httpPorts(new ScriptedHttp(() => ({ body }))));
      const zone = { apex: name("example.net"), id: "7" };
      return api.kind === "zone-api" ? api.read(zone, name("home.example.net"), "A", {}) : undefined;
    };

    test("a record that is switched off: left alone", async () => {
      expect(await read(paused)).toMatchObject({ outcome: { kind: "rejected", code: "conflicting-records" } });
    });

    test("a record that is on: read", async () => {
      expect(await read(running)).toMatchObject({ ok: true, value: { records: [{}] } });
    });
  });
}
