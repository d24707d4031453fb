import { isIPv4, isIPv6 } from "node:net";
import { listed, type EmulatedPush, type HeldAddresses } from "./emulated-push.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";

/**
 * Duck DNS as its specification describes it (2026-11): one token for the account, names as labels or whole, `OK` or
 * `KO` without a reason and always with status 200, addresses detected only where neither parameter is given.
 */
export async function startDuckdns(): Promise<EmulatedPush> {
  const names = new Map<string, HeldAddresses>();
  const http = await HttpEmulator.start((request) => ({
    status: 200,
    headers: { "content-type": "text/plain;charset=utf-8" },
    body: answer(names, request),
  }));
  return {
    http,
    hosts: { "www.duckdns.org": http.origin },
    addName: (owner) => names.set(labelOf(owner), { ipv4: undefined, ipv6: undefined }),
    published: (owner) => listed(names.get(labelOf(owner))),
    stop: () => http.stop(),
  };
}

export const duckdnsToken = "a7c4d0ad-114e-40ef-ba1d-d217904a50f2";

function labelOf(domain: string): string {
  return domain.replace(/\.duckdns\.org$/, "");
}

function answer(names: Map<string, HeldAddresses>, { method, path, query }: ReceivedRequest): EmulatedAnswer["body"] {
  if (method !== "GET" || path !== "/update" || query.get("token") !== duckdnsToken) return "KO";
  const held = (query.get("domains") ?? "").split(",").map((domain) => names.get(labelOf(domain)));
  if (held.includes(undefined)) return "KO";
  const [ip, ipv6] = [query.get("ip") ?? "", query.get("ipv6") ?? ""];
  if ((ip !== "" && !isIPv4(ip)) || (ipv6 !== "" && !isIPv6(ipv6))) return "KO";
  const detected = ip === "" && ipv6 === "" ? "203.0.113.77" : ip;
  let hasChanged = false;
  for (const name of held.flatMap((name) => name ?? [])) {
    const before = JSON.stringify(name);
    if (query.get("clear") === "true") Object.assign(name, { ipv4: undefined, ipv6: undefined });
    else Object.assign(name, { ipv4: detected || name.ipv4, ipv6: ipv6 || name.ipv6 });
    hasChanged ||= JSON.stringify(name) !== before;
  }
  if (query.get("verbose") !== "true") return "OK";
  const now = held[0];
  return ["OK", now?.ipv4 ?? "", now?.ipv6 ?? "", hasChanged ? "UPDATED" : "NOCHANGE"].join("\n");
}
