import type { Address } from "../core/address.ts";
import type { FramedHandler } from "../core/listen.ts";
import { decodeMessage } from "../wire/message.ts";
import { largestFrame } from "./answer.ts";
import { classifyMessage } from "./classify.ts";

/** Serves DNS over HTTPS: one message per request, by GET or POST. RFC 8484 */

/** Where clients look, as every server has it. RFC 8484 §4.1 leaves the path to configuration. */
export const dnsQueryPath = "/dns-query";

const mediaType = "application/dns-message";

/** Answers one request at `dnsQueryPath`. */
export async function answerOverHttps(request: Request, client: Address, handler: FramedHandler): Promise<Response> {
  const { method } = request;
  if (method !== "GET" && method !== "HEAD" && method !== "POST") {
    return refusal(405, "GET or POST", { Allow: "GET, HEAD, POST" });
  }
  const message = method === "POST" ? await postedMessage(request) : messageInUrl(request.url);
  if (message instanceof Response) return message;
  // A request that may be repeated, and answered from a cache, must not change anything. RFC 9110 §9.2.1
  if (method !== "POST" && classifyMessage(message, 0, message.length) !== "query") {
    return refusal(400, "only queries can be asked with GET");
  }
  const answer = await handler(message, { address: client, port: 0 });
  // A transfer is many messages, and a response has one.
  if (!(answer instanceof Uint8Array)) return refusal(400, "not a DNS request that has one answer");
  const headers = { "Content-Type": mediaType, "Cache-Control": `max-age=${freshnessOf(answer)}` };
  return new Response(method === "HEAD" ? null : Uint8Array.from(answer), { headers });
}

async function postedMessage(request: Request): Promise<Uint8Array | Response> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== mediaType) return refusal(415, `Content-Type must be ${mediaType}`);
  const octets = new Uint8Array(await request.arrayBuffer());
  return octets.length > largestFrame ? refusal(413, "longer than a DNS message") : octets;
}

/** RFC 8484 §4.1: base64url without padding. */
function messageInUrl(url: string): Uint8Array | Response {
  const text = new URL(url).searchParams.get("dns");
  if (text === null) return refusal(400, "the parameter dns is missing");
  const octets = /^[A-Za-z0-9_-]*$/.test(text) ? new Uint8Array(Buffer.from(text, "base64url")) : undefined;
  return octets === undefined ? refusal(400, "the parameter dns is not base64url") : octets;
}

/**
 * Seconds an answer may be kept: the smallest TTL in it. What is absent is kept for as long as the SOA record beside it
 * says, and what has no records is not kept. RFC 8484 §5.1
 */
function freshnessOf(answer: Uint8Array): number {
  const message = decodeMessage(answer);
  if (!message.ok) return 0;
  const { answer: answers, authority, additional } = message.value;
  const ttls = [...answers, ...authority, ...additional].map(({ ttl }) => ttl);
  return ttls.length === 0 ? 0 : Math.min(...ttls);
}

function refusal(status: number, reason: string, headers: Record<string, string> = {}): Response {
  return new Response(`${reason}\n`, { status, headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" } });
}
