import { Address } from "../core/address.ts";
import { type Family, families } from "../core/family.ts";
import type { Actor } from "../core/journal.ts";
import { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { addressType, rdataAddress } from "../core/rrset.ts";
import { ttlOf, type Ttl } from "../core/ttl.ts";
import type { ServedZone } from "../core/zone-view.ts";
import type { AuthenticationFailure, Principal } from "./authenticate.ts";
import type { Asked, DialectPorts } from "./dialect.ts";
import { principalOf } from "./http-principal.ts";
import { type ProblemCode, problemResponse } from "./problem.ts";
import { type AddressWish, publishAddresses } from "./publish-addresses.ts";
import { nameToShow } from "./refusal.ts";

/** `GET` and `PUT /api/v1/names/{name}/addresses`: a host's addresses as JSON. */

/** Answers one request for the addresses of the name that is captured. */
export async function answerAddresses(
  { request, peer, captured: [nameText = ""] }: Asked,
  ports: DialectPorts,
): Promise<Response> {
  if (request.method !== "GET" && request.method !== "PUT") {
    const refused = problemResponse("method-not-allowed", "use GET or PUT");
    refused.headers.set("Allow", "GET, PUT");
    return refused;
  }
  const authenticated = await principalOf(request, "rest", peer, ports);
  if (!authenticated.ok) return refused(authenticated.code, request.headers.has("authorization"));
  const principal = authenticated.value;
  const owner = OwnerName.parse(nameText);
  const zone = owner.ok ? ports.view.zoneOf(owner.value) : undefined;
  if (!owner.ok || zone === undefined || !principal.host.equals(owner.value)) {
    const name = nameToShow(nameText, ports.view);
    ports.onRefused({ reason: "name-not-covered", transport: "rest", peer, name, host: principal.host });
    return problemResponse(
      "name-not-found",
      'these credentials are not for this name; "holdfast host add" on the server gives each name its own',
    );
  }
  if (request.method === "GET") return Response.json(shape(ports, owner.value, zone), { headers: noStore });
  const body = await readJson(request);
  // The body may have come slowly, and the token been taken away meanwhile.
  const still = await principalOf(request, "rest", peer, ports);
  if (!still.ok) return refused(still.code, true);
  const wish = parseWish(body, owner.value, peer);
  if (!wish.ok) return problemResponse(wish.code, wish.detail);
  return publish(wish.value, principal, peer, ports);
}

/** Of what was sent nothing is said but that it does not fit: the operator's log knows more. */
function refused(code: AuthenticationFailure["code"], hadCredentials: boolean): Response {
  if (code === "accounts-unavailable") return problemResponse(code, "try again later");
  return problemResponse(code, hadCredentials ? "no host has these credentials" : "sign in by Bearer or Basic");
}

const noStore = { "Cache-Control": "no-store" };

async function publish(
  wish: AddressWish,
  principal: Principal,
  peer: Address | undefined,
  ports: DialectPorts,
): Promise<Response> {
  const actor: Actor = { kind: "token", tokenId: principal.tokenId, host: principal.host };
  const origin = { actor, transport: "rest", peer } as const;
  const published = await publishAddresses(ports, principal, wish, origin);
  if (!published.ok) {
    return problemResponse(published.code === "zone-exists" ? "conflict" : published.code, published.detail);
  }
  const { hasChanged, zone } = published.value;
  return Response.json({ ...shape(ports, wish.owner, zone), changed: hasChanged }, { headers: noStore });
}

/** What both methods answer. */
function shape(ports: DialectPorts, owner: OwnerName, zone: ServedZone): Record<string, unknown> {
  const sets = families.map((family) => ports.view.rrset(owner, addressType(family)));
  const addresses = sets.map((set) => (set?.rdata ?? []).flatMap((rdata) => rdataAddress(rdata)?.toString() ?? []));
  return {
    name: owner.hostname,
    zone: zone.apex.hostname,
    ttl: sets.find((set) => set !== undefined)?.ttl ?? ports.hostTtlOf(zone.apex),
    ipv4: addresses[0],
    ipv6: addresses[1],
    revision: zone.revision,
    serial: zone.serial,
  };
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await request.text());
  } catch {
    return undefined;
  }
}

interface WishFailure {
  readonly code: Extract<ProblemCode, "body-unreadable" | "value-invalid" | "address-unknown">;
  readonly detail: string;
}

const knownKeys: ReadonlySet<string> = new Set(["ipv4", "ipv6", "ttl"]);

function parseWish(body: unknown, owner: OwnerName, peer: Address | undefined): Result<AddressWish, WishFailure> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return failure({ code: "body-unreadable", detail: "send a JSON object with ipv4, ipv6 or both" });
  }
  const given = new Map<string, unknown>(Object.entries(body));
  const unknown = [...given.keys()].find((key) => !knownKeys.has(key));
  if (unknown !== undefined) return failure({ code: "value-invalid", detail: "known keys are ipv4, ipv6 and ttl" });
  const addresses: Partial<Record<Family, readonly Address[]>> = {};
  for (const family of families) {
    if (!given.has(family)) continue;
    const list = parseAddresses(given.get(family), family, peer);
    if (!list.ok) return list;
    addresses[family] = list.value;
  }
  const ttl = parseTtl(given.get("ttl"));
  return ttl.ok ? ok({ owner, addresses, ttl: ttl.value }) : ttl;
}

function parseAddresses(
  value: unknown,
  family: Family,
  peer: Address | undefined,
): Result<readonly Address[], WishFailure> {
  if (value === null) return ok([]);
  if (value === "auto") {
    return peer?.family === family
      ? ok([peer])
      : failure({ code: "address-unknown", detail: `the request did not come over ${family}` });
  }
  const list = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list)) return failure({ code: "value-invalid", detail: `${family} is not a list of addresses` });
  const addresses: Address[] = [];
  for (const item of list) {
    const parsed = Address.parse(typeof item === "string" ? item : "");
    if (!parsed.ok || parsed.value.family !== family) {
      return failure({ code: "value-invalid", detail: `${family} holds something that is no ${family} address` });
    }
    addresses.push(parsed.value);
  }
  return ok(addresses);
}

function parseTtl(value: unknown): Result<Ttl | undefined, WishFailure> {
  if (value === undefined) return ok(undefined);
  const ttl = ttlOf(typeof value === "number" ? value : Number.NaN);
  return ttl.ok ? ttl : failure({ code: "value-invalid", detail: "ttl is a whole number of seconds" });
}
