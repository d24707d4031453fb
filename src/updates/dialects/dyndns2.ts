import type { Address } from "../../core/address.ts";
import type { Family } from "../../core/family.ts";
import { OwnerName } from "../../core/name.ts";
import type { Principal } from "../authenticate.ts";
import { Attempt, type Blame } from "../attempt.ts";
import type { Asked, DialectPorts } from "../dialect.ts";
import { parseReceivedAddress } from "../received-address.ts";
import { parameterCredentials, readParameters } from "../request-parameters.ts";
import { textAnswer } from "../text-answer.ts";

/**
 * The dyndns2 dialect: `GET /nic/update?hostname=…&myip=…` with HTTP Basic, one word per name in the order asked; with the
 * lists of No-IP, and the texts of Hurricane Electric (`txt`), whose credentials are in the query or form.
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

const wordOf: Readonly<Record<Blame, Word>> = {
  credentials: "badauth",
  name: "nohost",
  // A router that sends 0.0.0.0 is between two addresses: every client takes this word for "try again later".
  value: "dnserr",
  // Somebody has to take the alias away here, and the client shall not have stopped by then.
  records: "dnserr",
  server: "911",
};

/** What became of one name; `shown` is what was published in the client's own spelling. */
interface Line {
  readonly word: Word;
  readonly shown?: string;
}

export async function answerDyndns2(asked: Asked, ports: DialectPorts): Promise<Response> {
  const lines = await linesFor(asked, ports);
  const body = lines.map((line) => (line.shown ? `${line.word} ${line.shown}` : line.word)).join("\n");
  const statuses: readonly number[] = lines.map((line) => statusOfWord[line.word]);
  // A mixture of results is 200, because line-reading clients look at the lines only behind a 2xx.
  const status = statuses.includes(200) ? 200 : (statuses[0] ?? 400);
  return textAnswer(asked.request, [status, body]);
}

async function linesFor(asked: Asked, ports: DialectPorts): Promise<readonly Line[]> {
  const { request, url, peer } = asked;
  if (request.method !== "GET" && request.method !== "POST") return [{ word: "badagent" }];
  const parameters = await readParameters(request, url);
  const attempt = new Attempt(asked, ports, "dyndns2");
  const hasHeader = request.headers.has("authorization");
  const principal = await attempt.signIn(hasHeader ? undefined : parameterCredentials(parameters));
  if (!principal.ok) return [{ word: wordOf[principal.code] }];

  const hostnames = (parameters.get("hostname") ?? "").trim();
  const names = hostnames === "" ? [undefined] : hostnames.split(",").map((name) => name.trim());
  if (names.length > mostNames) return [{ word: "numhost" }];
  const text = parameters.get("txt")?.trim();
  if (text !== undefined && text !== "") {
    return Promise.all(names.map((name) => publishProof(name, text, principal.value, attempt)));
  }
  const wanted = wantedAddresses(parameters, peer);
  return Promise.all(names.map((name) => publishOne(name, wanted, principal.value, attempt)));
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
  name: string | undefined,
  wanted: Wanted | undefined,
  principal: Principal,
  attempt: Attempt,
): Promise<Line> {
  const owner = name === undefined ? principal.host : fullName(name);
  if (owner === undefined) return { word: "notfqdn" };
  if (wanted === undefined) return { word: "dnserr" };
  const published = await attempt.publish(principal, { owner, addresses: wanted.addresses, ttl: undefined });
  return published.ok
    ? { word: published.value.hasChanged ? "good" : "nochg", shown: wanted.shown }
    : { word: wordOf[published.code] };
}

/** Hurricane Electric's `txt`: the name is that of the record itself. Without one it is where the host's proofs are. */
async function publishProof(
  name: string | undefined,
  text: string,
  principal: Principal,
  attempt: Attempt,
): Promise<Line> {
  const owner = name === undefined ? undefined : fullName(name);
  if (name !== undefined && owner === undefined) return { word: "notfqdn" };
  const published = await attempt.publishText(principal, { kind: "set", text }, owner);
  return published.ok
    ? { word: published.value.hasChanged ? "good" : "nochg", shown: text }
    : { word: wordOf[published.code] };
}

function fullName(text: string): OwnerName | undefined {
  const owner = OwnerName.parse(text);
  return owner.ok && owner.value.labelCount >= 2 ? owner.value : undefined;
}
