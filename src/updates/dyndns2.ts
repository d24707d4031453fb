import type { Address } from "../core/address.ts";
import type { Family } from "../core/family.ts";
import type { Actor } from "../core/journal.ts";
import { OwnerName } from "../core/name.ts";
import type { AuthenticationFailure, Principal } from "./authenticate.ts";
import type { DialectPorts } from "./dialect.ts";
import { principalOf } from "./http-principal.ts";
import { type PublishFailure, publishAddresses } from "./publish-addresses.ts";
import { nameToShow } from "./refusal.ts";
import { parseReceivedAddress } from "./received-address.ts";

/**
 * The dyndns2 dialect: `GET /nic/update?hostname=…&myip=…` with HTTP Basic, one word per name in the order asked.
 *
 * Facts: help.dyn.com, "Remote Access API". Each word comes with the HTTP status that both body-reading and
 * status-reading clients take for the same thing; a body holds nothing but the words, because clients search it for
 * `good`, `nochg` and `OK`. What the update clients of Debian really make of each form, the interop suites tell.
 */

/** Most names per request. help.dyn.com, "Perform Update" */
const mostNames = 20;

/** Answer words we use; the HTTP status is the one every known client but ddclient reads the same way. */
const statusOfWord = {
  good: 200,
  nochg: 200,
  badauth: 401,
  nohost: 404,
  notfqdn: 400,
  numhost: 400,
  badagent: 405,
  dnserr: 503,
  "911": 503,
} as const;

type Word = keyof typeof statusOfWord;

/** What became of one name; `shown` are the addresses in the client's own spelling. */
interface Line {
  readonly word: Word;
  readonly shown?: string;
}

/** Answers one request. `peer` is the client's address as far as anybody knows it. */
export async function answerDyndns2(
  request: Request,
  peer: Address | undefined,
  ports: DialectPorts,
): Promise<Response> {
  return answer(await linesFor(request, peer, ports), readsWordsOnlyBehind200(request));
}

async function linesFor(request: Request, peer: Address | undefined, ports: DialectPorts): Promise<readonly Line[]> {
  if (request.method !== "GET" && request.method !== "POST") return [{ word: "badagent" }];
  const authenticated = await principalOf(request, "dyndns2", peer, ports);
  if (!authenticated.ok) return [{ word: wordOfStranger[authenticated.code] }];
  const principal = authenticated.value;

  const parameters = await readParameters(request);
  // A form may have come slowly, and the token been taken away meanwhile.
  const still = request.method === "GET" ? authenticated : await principalOf(request, "dyndns2", peer, ports);
  if (!still.ok) return [{ word: wordOfStranger[still.code] }];
  const fallback = principal.host;
  const hostnames = (parameters.get("hostname") ?? "").trim();
  const names = hostnames === "" ? [fallback.hostname] : hostnames.split(",").map((text) => text.trim());
  if (names.length > mostNames) return [{ word: "numhost" }];

  const wanted = wantedAddresses(parameters, peer);
  return Promise.all(names.map((text) => publishOne(text, wanted, principal, peer, ports)));
}

const wordOfStranger: Readonly<Record<AuthenticationFailure["code"], Word>> = {
  "accounts-unavailable": "911",
  "credentials-rejected": "badauth",
};

/**
 * The query, and behind it the form of a POST. A form that nobody read would look like a request without an address, and
 * the peer's would be published.
 */
async function readParameters(request: Request): Promise<URLSearchParams> {
  const parameters = new URL(request.url).searchParams;
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "");
  if (request.method !== "POST" || !isForm) return parameters;
  for (const [name, value] of new URLSearchParams(await request.text())) parameters.append(name, value);
  return parameters;
}

/**
 * True for ddclient. Of any other status than 2xx and 401, its versions 3.8 to 3.11 say nothing and end with success, and
 * 4.0 tells the status alone.
 */
function readsWordsOnlyBehind200(request: Request): boolean {
  return request.headers.get("user-agent")?.startsWith("ddclient/") === true;
}

/** Addresses to publish, each with its spelling in the request. */
interface Wanted {
  readonly addresses: Readonly<Partial<Record<Family, readonly Address[]>>>;
  readonly shown: string;
}

/**
 * `myip` (a list of both families), `myipv6`, else the peer. `offline=YES` withdraws both families.
 *
 * Undefined when neither the request nor the connection tells an address. A parameter that is present but cannot be
 * read counts as absent, as the original service has it.
 */
function wantedAddresses(parameters: URLSearchParams, peer: Address | undefined): Wanted | undefined {
  if (parameters.get("offline")?.toUpperCase() === "YES") return { addresses: { ipv4: [], ipv6: [] }, shown: "" };
  const given: { address: Address; shown: string }[] = [];
  for (const item of `${parameters.get("myip") ?? ""},${parameters.get("myipv6") ?? ""}`.split(",")) {
    const address = parseReceivedAddress(item);
    const isNew = address !== undefined && !given.some((other) => other.address.equals(address));
    if (isNew) given.push({ address, shown: item.trim() });
  }
  if (given.length === 0 && peer !== undefined) given.push({ address: peer, shown: peer.toString() });
  if (given.length === 0) return undefined;
  const addresses: Partial<Record<Family, Address[]>> = {};
  for (const { address } of given) {
    const sameFamily = addresses[address.family];
    if (sameFamily === undefined) addresses[address.family] = [address];
    else sameFamily.push(address);
  }
  return { addresses, shown: given.map((item) => item.shown).join(",") };
}

async function publishOne(
  text: string,
  wanted: Wanted | undefined,
  principal: Principal,
  peer: Address | undefined,
  ports: DialectPorts,
): Promise<Line> {
  const owner = OwnerName.parse(text);
  if (!owner.ok || owner.value.labelCount < 2) return { word: "notfqdn" };
  if (wanted === undefined) return { word: "dnserr" };
  const wish = { owner: owner.value, addresses: wanted.addresses, ttl: undefined };
  const actor: Actor = { kind: "token", tokenId: principal.tokenId, host: principal.host };
  const published = await publishAddresses(ports, principal, wish, {
    actor,
    transport: "dyndns2",
    peer,
  });
  if (!published.ok) {
    if (published.code === "name-not-found") {
      const name = nameToShow(text, ports.view);
      ports.onRefused({ reason: "name-not-covered", transport: "dyndns2", peer, name, host: principal.host });
    }
    return { word: wordOfFailure[published.code] };
  }
  return { word: published.value.hasChanged ? "good" : "nochg", shown: wanted.shown };
}

const wordOfFailure: Readonly<Record<PublishFailure["code"], Word>> = {
  "name-not-found": "nohost",
  // A router that sends 0.0.0.0 is between two addresses: every client takes this word for "try again later".
  "value-invalid": "dnserr",
  // Somebody has to take the alias away here, and the client shall not have stopped by then.
  "conflicting-records": "dnserr",
  conflict: "dnserr",
  "zone-exists": "911",
  "entry-too-large": "911",
  "memory-full": "911",
  "journal-full": "911",
  "journal-unavailable": "911",
};

/**
 * No final line end: some clients compare the whole body. A mixture of results is 200, because line-reading clients
 * look at the lines only behind a 2xx.
 */
function answer(lines: readonly Line[], prefers200: boolean): Response {
  const body = lines.map((line) => (line.shown ? `${line.word} ${line.shown}` : line.word)).join("\n");
  const statuses: readonly number[] = lines.map((line) => statusOfWord[line.word]);
  const first = statuses[0] ?? 400;
  const status = statuses.includes(200) || (prefers200 && first !== 401) ? 200 : first;
  const headers: Record<string, string> = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
  // Several router tools send Basic only after they were asked for it.
  if (status === 401) headers["WWW-Authenticate"] = 'Basic realm="holdfast"';
  if (status === 405) headers["Allow"] = "GET, POST";
  return new Response(body, { status, headers });
}
