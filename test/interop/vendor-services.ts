import type { Settings } from "../../src/core/provider.ts";
import { Secret } from "../../src/core/secret.ts";
import {
  akamaiAccessToken,
  akamaiClientSecret,
  akamaiClientToken,
  akamaiHost,
  startAkamai,
} from "../emulators/akamai.ts";
import { aliesaKeyId, aliesaSecret, startAliesa } from "../emulators/aliesa.ts";
import { alidnsKeyId, alidnsSecret, startAlidns } from "../emulators/alidns.ts";
import { baiduKeyId, baiduSecret, startBaiducloud } from "../emulators/baiducloud.ts";
import type { EmulatedZones } from "../emulators/emulated-zones.ts";
import type { ReceivedRequest } from "../emulators/http-emulator.ts";
import { huaweiKeyId, huaweiSecret, startHuaweicloud } from "../emulators/huaweicloud.ts";
import { basicTimeOf } from "../emulators/signatures/scoped.ts";
import { startVolcengine, volcengineKeyId, volcengineSecret } from "../emulators/volcengine.ts";
import { call, inSdk, make, memberOf } from "./vendor-sdks.ts";

/** The services whose vendor publishes an SDK that signs, and how it makes the signature of a request of ours. */

export interface VendorService {
  readonly id: string;
  /** Its npm package. */
  readonly sdk: string;
  readonly start: () => Promise<EmulatedZones>;
  readonly settings: Settings;
  /** An option with a text that has to be encoded, where there is one. */
  readonly options?: Settings;
  /** What the SDK puts into `Authorization`, at the time and with the nonce that the request has. */
  readonly authorization: (request: ReceivedRequest, host: string) => Promise<unknown>;
}

/** Fields of a request by the names that are given; the host is the one the emulator stands for. */
function fields({ headers }: ReceivedRequest, host: string, ...names: readonly string[]): Record<string, string> {
  const sent = names.filter((name) => headers[name] !== undefined);
  return {
    ...Object.fromEntries(sent.map((name) => [name, headers[name] ?? ""])),
    ...(names.includes("host") ? { host } : {}),
  };
}

function alibaba(keyId: string, secret: string): VendorService["authorization"] {
  return async (request, host) => {
    const own = Object.keys(request.headers).filter((name) => name.startsWith("x-acs-"));
    const theirs = {
      method: request.method,
      pathname: request.path,
      query: Object.fromEntries(request.query),
      headers: fields(request, host, "host", "content-type", ...own),
    };
    const client = await inSdk("@alicloud/openapi-util/dist/client.js", "default");
    const payload = request.headers["x-acs-content-sha256"];
    return call(client, "getAuthorization", theirs, "ACS3-HMAC-SHA256", payload, keyId, secret);
  };
}

export const vendorServices: readonly VendorService[] = [
  {
    id: "akamai",
    sdk: "akamai-edgegrid",
    start: startAkamai,
    settings: {
      host: akamaiHost,
      clientToken: new Secret(akamaiClientToken),
      accessToken: new Secret(akamaiAccessToken),
      clientSecret: new Secret(akamaiClientSecret),
    },
    authorization: async ({ method, path, query, headers, body }, host) => {
      const sent = headers["authorization"] ?? "";
      const [timestamp, nonce] = [/timestamp=([^;]+)/, /nonce=([^;]+)/].map((part) => part.exec(sent)?.[1]);
      const parameters = query.toString();
      const target = { method, path: parameters === "" ? path : `${path}?${parameters}`, headers: {}, body };
      const keys = [akamaiClientToken, akamaiClientSecret, akamaiAccessToken];
      const module = await inSdk("akamai-edgegrid/src/auth.js", "default");
      const request = call(module, "generateAuth", target, ...keys, `https://${host}`, undefined, nonce, timestamp);
      return memberOf(memberOf(request, "headers"), "Authorization");
    },
  },
  {
    id: "alidns",
    sdk: "@alicloud/openapi-util",
    start: startAlidns,
    settings: { accessKeyId: alidnsKeyId, accessKeySecret: new Secret(alidnsSecret) },
    authorization: alibaba(alidnsKeyId, alidnsSecret),
  },
  {
    id: "aliesa",
    sdk: "@alicloud/openapi-util",
    start: startAliesa,
    settings: { accessKeyId: aliesaKeyId, accessKeySecret: new Secret(aliesaSecret) },
    options: { comment: "家里 *~'()" },
    authorization: alibaba(aliesaKeyId, aliesaSecret),
  },
  {
    id: "baiducloud",
    sdk: "@baiducloud/sdk",
    start: startBaiducloud,
    settings: { accessKeyId: baiduKeyId, secretAccessKey: new Secret(baiduSecret) },
    options: { description: "家里 *~'()" },
    authorization: async (request, host) => {
      const auth = make(await inSdk("@baiducloud/sdk/src/auth.js", "default"), baiduKeyId, baiduSecret);
      const time = Date.parse(request.headers["x-bce-date"] ?? "") / 1000;
      const names = ["host", "x-bce-date"];
      const query = Object.fromEntries(request.query);
      const parts = [request.method, request.path, query, fields(request, host, ...names), time, 1800, names];
      return call(auth, "generateAuthorization", ...parts);
    },
  },
  {
    id: "huaweicloud",
    sdk: "@huaweicloud/huaweicloud-sdk-core",
    start: startHuaweicloud,
    settings: { accessKeyId: huaweiKeyId, secretAccessKey: new Secret(huaweiSecret) },
    authorization: async (request, host) => {
      const signer = await inSdk("@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js", "AKSKSigner");
      const credential = { getAk: () => huaweiKeyId, getSk: () => huaweiSecret };
      const theirs = {
        method: request.method,
        endpoint: `https://${host}${request.path}`,
        queryParams: Object.fromEntries(request.query),
        headers: { "X-Sdk-Date": request.headers["x-sdk-date"] },
        data: request.body === "" ? undefined : JSON.parse(request.body),
      };
      return memberOf(call(signer, "sign", theirs, credential), "Authorization");
    },
  },
  {
    id: "volcengine",
    sdk: "@volcengine/openapi",
    start: startVolcengine,
    settings: { accessKeyId: volcengineKeyId, secretAccessKey: new Secret(volcengineSecret) },
    authorization: async (request, host) => {
      const theirs = {
        region: "cn-beijing",
        method: request.method,
        pathname: request.path,
        params: Object.fromEntries(request.query),
        headers: fields(request, host, "host", "content-type"),
        body: request.body,
      };
      const signer = make(await inSdk("@volcengine/openapi/lib/base/sign.js", "default"), theirs, "dns");
      // The SDK leaves the type of the body out; the manual's examples sign it as we do.
      Reflect.set(Object(signer), "isSignableHeader", (name: string) => name !== "authorization");
      const keys = { accessKeyId: volcengineKeyId, secretKey: volcengineSecret };
      call(signer, "addAuthorization", keys, new Date(basicTimeOf(request.headers["x-date"] ?? "")));
      return memberOf(memberOf(memberOf(signer, "request"), "headers"), "Authorization");
    },
  },
];
