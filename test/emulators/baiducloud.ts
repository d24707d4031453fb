import { startAnsweringRecords, bodyMembers } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import { relativeTo, type Breach, type RecordRules } from "./record-rules.ts";
import { hmac256, percentEncode, queryPairs } from "./signatures/canonical.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * Baidu AI Cloud DNS as its library describes it (v1, 2026-11): pages by marker, answers without a body, records per
 * line, changes that cannot move a record to another line and reset what they are not given.
 */
export function startBaiducloud(): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: [host],
    limits: { minTtl: 1, maxTtl: 86_400 },
    usualTtl: 300,
    usualFields: { line: "default", description: "" },
    isWrite: ({ method }) => method !== "GET",
    answer: (request, rules) => {
      const code = problemOf(request);
      return code === undefined ? answer(rules, request) : problem(code === "RequestExpired" ? 400 : 403, code);
    },
  });
}

export const baiduKeyId = "0123456789abcdef0123456789abcdef";
export const baiduSecret = "CANARYsecretOfBaidu0123456789abc";

const host = "dns.baidubce.com";

/** bce-auth-v1 from the vendor's description. */
function problemOf(request: ReceivedRequest): string | undefined {
  const match = /^bce-auth-v1\/(\w+)\/([^/]+)\/(\d+)\/([a-z;-]*)\/([0-9a-f]{64})$/.exec(
    request.headers["authorization"] ?? "",
  );
  if (match === null) return "InvalidHTTPAuthHeader";
  const [, keyId, time = "", seconds, names = "", signature] = match;
  if (keyId !== baiduKeyId) return "InvalidAccessKeyId";
  const age = Date.UTC(2026, 10, 20) - Date.parse(time);
  if (!(age <= Number(seconds) * 1000 && age >= -Number(seconds) * 1000)) return "RequestExpired";
  const signed = names.split(";");
  if (!signed.includes("host")) return "SignatureDoesNotMatch";
  const query = queryPairs(request)
    .map((pair) => pair.join("="))
    .sort();
  const fields = signed
    .map((name) => `${name}:${percentEncode((name === "host" ? host : (request.headers[name] ?? "")).trim())}`)
    .sort();
  const canonical = [request.method, request.path, query.join("&"), ...fields].join("\n");
  const key = hmac256(baiduSecret, `bce-auth-v1/${keyId}/${time}/${seconds}`).toString("hex");
  return hmac256(key, canonical).toString("hex") === signature ? undefined : "SignatureDoesNotMatch";
}

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  const match = /^\/v1\/dns\/zone(?:\/([^/]+)\/record(?:\/(\w+))?)?$/.exec(request.path);
  if (match === null) return problem(404, "NoSuchObject");
  const [, zone, id = ""] = match;
  if (zone === undefined) {
    return page(
      request,
      rules.store.zones.map((name, index) => ({ id: `z${index}`, name, status: "running" })),
      "zones",
    );
  }
  if (!rules.store.zones.includes(zone)) return problem(404, "NoSuchObject");
  if (request.method === "GET") {
    const rows = rules.of(zone).filter((record) => relativeTo(record, "@") === request.query.get("rr"));
    return page(request, rows.map(rowOf), "records");
  }
  if (request.method === "DELETE") return written(rules.remove(id));
  const given = bodyMembers(request);
  const described = {
    relative: String(given.get("rr") ?? "?"),
    type: String(given.get("type") ?? ""),
    content: String(given.get("value") ?? ""),
    ttl: Number(given.get("ttl") ?? 300),
  };
  const description = given.get("description") ?? "";
  if (request.method === "POST") {
    return written(rules.create({ ...described, zone, fields: { line: given.get("line") ?? "default", description } }));
  }
  return given.has("line")
    ? problem(400, "BadRequest")
    : written(rules.update(id, { ...described, fields: { description } }));
}

function rowOf(record: HeldRecord): Record<string, unknown> {
  const { id, type, content, ttl, fields } = record;
  return { id, rr: relativeTo(record, "@"), type, value: content, ttl, status: "running", ...fields };
}

function page(request: ReceivedRequest, rows: readonly unknown[], list: string): EmulatedAnswer {
  const most = Number(request.query.get("maxKeys") ?? 1000);
  if (!(most >= 1 && most <= 1000)) return problem(400, "BadRequest");
  const start = Number(request.query.get("marker") ?? 0);
  const isTruncated = start + most < rows.length;
  const tail = isTruncated ? { nextMarker: String(start + most) } : {};
  return json(200, {
    [list]: rows.slice(start, start + most),
    marker: String(start),
    maxKeys: most,
    isTruncated,
    ...tail,
  });
}

/** Successes have no body. */
function written(result: HeldRecord | Breach | undefined): EmulatedAnswer {
  if (typeof result !== "string") return { status: 200, body: "" };
  return result === "no-record" ? problem(404, "NoSuchObject") : problem(result === "twin" ? 409 : 400, "BadRequest");
}

function problem(status: number, code: string): EmulatedAnswer {
  return json(status, { code, message: `The request failed: ${code}.`, requestId: "r" });
}
