import { isIPv4, isIPv6 } from "node:net";
import { listed, type EmulatedPush, type HeldAddresses } from "./emulated-push.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";

/** DNSExit's JSON API as its manual describes it (2026-11), for one domain: what is added with `overwrite` may be there. */
export async function startDnsexit(domain: string): Promise<EmulatedPush> {
  const names = new Map<string, HeldAddresses>();
  const http = await HttpEmulator.start((request) => answer(domain, names, request));
  return {
    http,
    hosts: { "api.dnsexit.com": http.origin },
    addName: (owner) => names.set(owner, { ipv4: undefined, ipv6: undefined }),
    published: (owner) => listed(names.get(owner)),
    stop: () => http.stop(),
  };
}

export const dnsexitKey = "CANARYGY6hN3nf0Qs5UaM";

function answer(domain: string, names: Map<string, HeldAddresses>, request: ReceivedRequest): EmulatedAnswer {
  const { method, path, headers } = request;
  if (method !== "POST" || path !== "/dns/" || headers["content-type"] !== "application/json") return said(7, "post");
  if (headers["apikey"] !== dnsexitKey) return said(2, "API Key Authentication Error");
  const given: { readonly [member: string]: unknown } = JSON.parse(request.body);
  const [add, gone] = [recordsIn(given["add"]), recordsIn(given["delete"])];
  const unknown = Object.keys(given).find((name) => !["domain", "add", "delete"].includes(name));
  if (given["domain"] !== domain || unknown !== undefined || add.length + gone.length === 0) return said(3, "missing");
  for (const record of [...add, ...gone]) {
    const type = record.get("type");
    if (type !== "A" && type !== "AAAA") return said(5, "JSON Defined Record Type not Supported");
    const name = record.get("name");
    if (typeof name !== "string" || name.includes("@")) return said(3, "name");
    const owner = name === "" ? domain : `${name}.${domain}`;
    const held = names.get(owner) ?? { ipv4: undefined, ipv6: undefined };
    const family = type === "A" ? "ipv4" : "ipv6";
    const isNew = add.includes(record);
    const problem = isNew ? problemOf(record, held[family]) : held[family] === undefined ? "no such record" : undefined;
    if (problem !== undefined) return said(1, "Some execution problems", [problem]);
    held[family] = isNew ? String(record.get("content")) : undefined;
    names.set(owner, held);
  }
  return said(0, "Success", ["UPDATE Record(s) successfully."]);
}

function problemOf(record: ReadonlyMap<string, unknown>, present: string | undefined): string | undefined {
  const [content, ttl] = [record.get("content"), record.get("ttl")];
  const isAddress = record.get("type") === "A" ? isIPv4(String(content)) : isIPv6(String(content));
  if (!isAddress || !Number.isInteger(ttl)) return "content or ttl";
  return present !== undefined && record.get("overwrite") !== true ? "record exists" : undefined;
}

function recordsIn(list: unknown): readonly ReadonlyMap<string, unknown>[] {
  return Array.isArray(list) ? list.map((record: object) => new Map(Object.entries(record))) : [];
}

function said(code: number, message: string, details: readonly string[] = []): EmulatedAnswer {
  return json(code === 0 ? 200 : 400, { code, details, message });
}
