import { z } from "zod";
import type { Address } from "../../core/address.ts";
import type { Family } from "../../core/family.ts";
import { Attempt, type Blame, hostMeant } from "../attempt.ts";
import type { DialectAnswer } from "../dialect.ts";
import { jsonAnswer, readJsonBody } from "../json-body.ts";
import { type ProblemCode, problemResponse } from "../problem.ts";
import { parseReceivedAddress } from "../received-address.ts";

/**
 * Reports as scripts and devices send them: `POST /report` with JSON `{ public_ip, timestamp, node_id }`, each of which may be
 * missing: the peer's address, now, and the token's host. Other members are let pass.
 *
 * `timestamp` (RFC 3339 §5.6, or seconds since 1970) puts reports of one host in order: what was on its way while a later
 * one overtook it changes nothing any more.
 */
export function reportDialect(): DialectAnswer {
  const latest = new Latest();
  return async (asked, ports) => {
    if (asked.request.method !== "POST") return withAllow(problemResponse("method-not-allowed", "use POST"));
    const attempt = new Attempt(asked, ports, "report");
    const body = await readJsonBody(asked.request, reportBody);
    const principal = await attempt.signIn();
    if (!principal.ok) return refusal(principal.code);
    const { host } = principal.value;
    if (body === undefined) {
      return problemResponse("body-unreadable", "send a JSON object with public_ip, timestamp and node_id");
    }
    const { node_id: node, public_ip: text, timestamp } = body;
    if (node !== undefined && hostMeant(node, principal.value) === undefined) {
      return refusal(attempt.refuseName(principal.value, node).code);
    }
    const at = timestamp === undefined ? undefined : instantOf(timestamp);
    if (at !== undefined && Number.isNaN(at)) {
      return problemResponse("value-invalid", "timestamp is neither RFC 3339 nor seconds since 1970");
    }
    const addresses = addressesOf(text, asked.peer);
    if (addresses === undefined) return problemResponse("value-invalid", "public_ip is not an address");
    if (at !== undefined && latest.isEarlier(host.key, at)) {
      return jsonAnswer(200, { name: host.hostname, status: "outdated" });
    }
    const published = await attempt.publish(principal.value, { owner: host, addresses, ttl: undefined });
    if (!published.ok) return refusal(published.code);
    if (at !== undefined) latest.note(host.key, at);
    return jsonAnswer(200, {
      name: host.hostname,
      status: published.value.hasChanged ? "updated" : "unchanged",
      serial: published.value.zone.serial,
    });
  };
}

const reportBody = z.object({
  public_ip: z.string().optional(),
  timestamp: z.union([z.string(), z.number()]).optional(),
  node_id: z.string().optional(),
});

/** Milliseconds since 1970; NaN when it is no time. */
function instantOf(timestamp: string | number): number {
  if (typeof timestamp === "number") return timestamp * 1_000;
  return /^\d+(?:\.\d+)?$/.test(timestamp) ? Number(timestamp) * 1_000 : Date.parse(timestamp);
}

/** Undefined when one of the list cannot be read, or nobody knows who is calling. */
function addressesOf(
  text: string | undefined,
  peer: Address | undefined,
): Partial<Record<Family, readonly Address[]>> | undefined {
  const items = (text ?? "").split(",").filter((item) => item.trim() !== "");
  const addresses = items.length === 0 ? [peer] : items.map(parseReceivedAddress);
  const wishes: Partial<Record<Family, readonly Address[]>> = {};
  for (const address of addresses) {
    if (address === undefined) return undefined;
    wishes[address.family] = [...(wishes[address.family] ?? []), address];
  }
  return wishes;
}

/** Hosts whose last report is remembered; a restart forgets them, and so does a million of others. */
const mostHosts = 16_384;

/** The times of the last reports. */
class Latest {
  readonly #at = new Map<string, number>();

  isEarlier(key: string, at: number): boolean {
    return at < (this.#at.get(key) ?? Number.NEGATIVE_INFINITY);
  }

  note(key: string, at: number): void {
    this.#at.delete(key);
    this.#at.set(key, at);
    if (this.#at.size <= mostHosts) return;
    const oldest = this.#at.keys().next();
    if (oldest.done !== true) this.#at.delete(oldest.value);
  }
}

const refusals: Readonly<Record<Blame, readonly [ProblemCode, detail: string]>> = {
  credentials: ["credentials-rejected", "sign in by Bearer or Basic"],
  name: ["name-not-found", "these credentials are not for this node_id"],
  value: ["value-invalid", "public_ip is no host's address"],
  records: ["conflicting-records", "somebody has to take the alias away"],
  server: ["journal-unavailable", "try again later"],
};

function refusal(blame: Blame): Response {
  const [code, detail] = refusals[blame];
  return problemResponse(code, detail);
}

function withAllow(response: Response): Response {
  response.headers.set("Allow", "POST");
  return response;
}
