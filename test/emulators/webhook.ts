import { isIPv4, isIPv6 } from "node:net";
import { listed, type EmulatedPush, type HeldAddresses } from "./emulated-push.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";

/** A home-made update service: JSON by POST, the key in a header, answers in its own words. */
export async function startWebhook(host: string): Promise<EmulatedPush> {
  const names = new Map<string, HeldAddresses>();
  const http = await HttpEmulator.start((request) => answer(names, request));
  return {
    http,
    hosts: { [host]: http.origin },
    addName: (owner) => names.set(owner, { ipv4: undefined, ipv6: undefined }),
    published: (owner) => listed(names.get(owner)),
    stop: () => http.stop(),
  };
}

export const webhookKey = 'CANARY"key\\with quotes';

function answer(names: Map<string, HeldAddresses>, request: ReceivedRequest): EmulatedAnswer {
  if (request.method !== "POST" || request.headers["content-type"] !== "application/json") return said(405, "no");
  const body: unknown = JSON.parse(request.body);
  const { name, ipv4, ipv6, key } = body as Record<string, unknown>;
  if (key !== webhookKey) return said(401, `denied: ${key}`);
  const held = names.get(String(name));
  if (held === undefined) return said(404, "unknown name");
  if ((ipv4 !== "" && !isIPv4(String(ipv4))) || (ipv6 !== "" && !isIPv6(String(ipv6)))) return said(422, "bad address");
  const before = JSON.stringify(held);
  if (ipv4 !== "") held.ipv4 = String(ipv4);
  if (ipv6 !== "") held.ipv6 = String(ipv6);
  return said(200, JSON.stringify(held) === before ? "state: same" : "state: done");
}

function said(status: number, body: string): EmulatedAnswer {
  return { status, headers: { "content-type": "text/plain" }, body };
}
