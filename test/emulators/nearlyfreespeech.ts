import { createHash } from "node:crypto";
import { json, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import { usualNow, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import { relativeTo, type RecordRules } from "./record-rules.ts";

/**
 * NearlyFreeSpeech.NET as its documentation and clients describe it (2026-11): POST with forms for everything, salts that
 * count once, records named by their value in the spelling it has there, answers without a body.
 */
export function startNearlyfreespeech({
  now = usualNow,
}: {
  readonly now?: () => number;
} = {}): Promise<EmulatedZones> {
  const salts = new Set<string>();
  return startAnsweringRecords({
    hosts: ["api.nearlyfreespeech.net"],
    limits: { minTtl: 180, maxTtl: 604_800 },
    usualTtl: 3_600,
    usualFields: { scope: "member", aux: 0 },
    isWrite: ({ path }) => !path.endsWith("/listRRs"),
    answer: (request, rules) =>
      isGenuine(request, salts, now())
        ? answer(rules, request)
        : json(401, { error: "Authentication failed.", debug: "" }),
  });
}

export const nfsnLogin = "member";
export const nfsnKey = "CANARYnfsnApiKey";

function isGenuine({ headers, path, body }: ReceivedRequest, salts: Set<string>, now: number): boolean {
  const [login, time = "", salt = "", hash] = (headers["x-nfsn-authentication"] ?? "").split(";");
  if (login !== nfsnLogin || !/^\d{10}$/.test(time) || !/^[A-Za-z0-9]{16}$/.test(salt) || salts.has(salt)) return false;
  if (Math.abs(Number(time) * 1000 - now) > 5_000) return false;
  const sha1 = (text: string): string => createHash("sha1").update(text, "utf8").digest("hex");
  if (sha1([login, time, salt, nfsnKey, path, sha1(body)].join(";")) !== hash) return false;
  salts.add(salt);
  return true;
}

const done: EmulatedAnswer = { status: 200, body: "" };

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  const [, zone = "", verb] = /^\/dns\/([^/]+)\/(listRRs|addRR|removeRR)$/.exec(request.path) ?? [];
  // Without parameters there is no form to speak of.
  const isForm = request.body === "" || request.headers["content-type"] === "application/x-www-form-urlencoded";
  if (verb === undefined || request.method !== "POST" || !isForm) return refusal(404, "No such method.");
  if (!rules.store.zones.includes(zone)) return refusal(404, "No such zone.");
  const form = new URLSearchParams(request.body);
  const [name, type, data] = [form.get("name"), form.get("type"), form.get("data")];
  const found = rules
    .of(zone)
    .filter(
      (record) => (name ?? relativeTo(record, "")) === relativeTo(record, "") && (type ?? record.type) === record.type,
    );
  if (verb === "listRRs") {
    const rows = found.filter(({ content }) => (data ?? content) === content);
    return json(
      200,
      rows.map((record) => {
        const { type: rowType, content, ttl, fields } = record;
        return { name: relativeTo(record, ""), type: rowType, data: content, ttl: String(ttl), ...fields };
      }),
    );
  }
  if (name === null || type === null || data === null) return refusal(400, "name, type and data are needed.");
  if (verb === "removeRR") {
    const [record] = found.filter(({ content }) => content === data);
    if (record === undefined) return refusal(404, "No such record.");
    rules.remove(record.id);
    return done;
  }
  const ttl = Number(form.get("ttl") ?? "3600");
  const fields = { scope: "member", aux: 0 };
  const made = rules.create({ zone, relative: name, type, content: data, ttl, fields });
  return typeof made === "string" ? refusal(400, `The record was refused: ${made}.`) : done;
}

function refusal(status: number, error: string): EmulatedAnswer {
  return json(status, { error, debug: "" });
}
