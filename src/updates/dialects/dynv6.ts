import type { Address } from "../../core/address.ts";
import { type Family, families } from "../../core/family.ts";
import { Prefix } from "../../core/prefix.ts";
import { Attempt, type Blame, hostOfList } from "../attempt.ts";
import type { DialectAnswer } from "../dialect.ts";
import type { FamilyWish } from "../publish-addresses.ts";
import { parseReceivedAddress } from "../received-address.ts";
import { firstOf, parameterCredentials, readParameters } from "../request-parameters.ts";
import { textAnswer, type Words } from "../text-answer.ts";

/**
 * dynv6: `GET /api/update?zone=…&token=…[&ipv4=…][&ipv6=…][&ipv6prefix=…]`. Facts: dynv6.com/docs/apis.
 *
 * A family that is missing or empty is left alone; `auto` is the peer's address and `-` withdraws. A prefix moves the
 * host's own IPv6 addresses into it unless an address comes along: at dynv6 it is for the other names of a zone, which
 * have tokens of their own here.
 */
export const answerDynv6: DialectAnswer = async (asked, ports) => {
  const parameters = await readParameters(asked.request, asked.url);
  const attempt = new Attempt(asked, ports, "dynv6");
  const principal = await attempt.signIn(parameterCredentials(parameters));
  if (!principal.ok) return textAnswer(asked.request, refusals[principal.code]);
  const zone = firstOf(parameters, "zone", "hostname", "Hostname");
  const owner = hostOfList(zone, principal.value);
  if (owner === undefined) return textAnswer(asked.request, refusals[attempt.refuseName(principal.value, zone).code]);
  const addresses = wishOf(parameters, asked.peer);
  if (addresses === undefined) return textAnswer(asked.request, refusals.value);
  const published = await attempt.publish(principal.value, { owner, addresses, ttl: undefined });
  if (!published.ok) return textAnswer(asked.request, refusals[published.code]);
  return textAnswer(asked.request, [200, published.value.hasChanged ? "addresses updated" : "addresses unchanged"]);
};

const refusals: Readonly<Record<Blame, Words>> = {
  credentials: [401, "unauthorized"],
  name: [404, "zone not found"],
  value: [400, "invalid address"],
  records: [409, "the name is an alias"],
  server: [503, "try again later"],
};

type Wishes = Partial<Record<Family, FamilyWish>>;

/** Undefined when something cannot be read, or when it comes to an address of the peer that is of no use. */
function wishOf(parameters: URLSearchParams, peer: Address | undefined): Wishes | undefined {
  const wishes: Wishes = {};
  let hasVainAuto = false;
  for (const family of families) {
    const text = firstOf(parameters, family);
    // A client says `auto` for both families on a connection of one; then the other one is left alone.
    if (text === "auto" && peer?.family !== family) hasVainAuto = true;
    else if (text !== "") {
      const wish = readFamily(text, family, peer);
      if (wish === undefined) return undefined;
      wishes[family] = wish;
    }
  }
  const prefix = firstOf(parameters, "ipv6prefix");
  if (prefix !== "" && prefix !== "-" && wishes.ipv6 === undefined) {
    const wish = readPrefix(prefix, peer);
    if (wish === undefined) return undefined;
    wishes.ipv6 = wish;
  }
  return hasVainAuto && families.every((family) => wishes[family] === undefined) ? undefined : wishes;
}

function readFamily(text: string, family: Family, peer: Address | undefined): FamilyWish | undefined {
  if (text === "-") return [];
  const address = text === "auto" ? peer : parseReceivedAddress(text);
  return address?.family === family ? [address] : undefined;
}

/** Networks of homes have /64, which is all that an address alone can tell. RFC 4291 §2.5.4 */
const usualLength = 64;

function readPrefix(text: string, peer: Address | undefined): Prefix | undefined {
  if (text === "auto") return peer?.family === "ipv6" ? Prefix.around(peer, usualLength) : undefined;
  const prefix = Prefix.parse(text);
  return prefix.ok && prefix.value.address.family === "ipv6" ? prefix.value : undefined;
}
