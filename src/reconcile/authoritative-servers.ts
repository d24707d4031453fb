import { scopeOf } from "../core/address-scope.ts";
import { compareNames, type OwnerName } from "../core/name.ts";
import type { Endpoint, HostLookup } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { addressType, rdataAddress } from "../core/rrset.ts";
import type { RRType } from "../core/rr-type.ts";
import type { Message } from "../wire/message.ts";
import { readName } from "../wire/read-name.ts";
import { Reader } from "../wire/reader.ts";
import type { ResourceRecord } from "../wire/record.ts";
import { askServer, type AskPorts } from "./ask-server.ts";

/**
 * Finds the name servers a zone is delegated to, by asking the host's recursive resolvers. What resolvers say is hostile
 * input like any other: every list taken from it is cut to a length of ours.
 */

/** One name server of a zone. */
export interface AuthoritativeServer {
  /** As people know it: its name, or its endpoint when the configuration gave only that. */
  readonly label: string;
  /** At most `mostAddresses`, at least one. */
  readonly endpoints: readonly Endpoint[];
}

/** Most servers asked: the root has 13, real zones have two to eight. */
export const mostServers = 8;

/** Most addresses asked of one server: one of each family. */
export const mostAddresses = 2;

/** Most resolvers tried for one question, as the stub resolvers of operating systems do. */
const mostResolvers = 3;

/** Most steps towards the root when looking for the zone that holds a name. A resolver that knows its trade needs one. */
const mostSteps = 10;

/** What finding needs. */
export interface FindPorts extends AskPorts {
  readonly lookup: HostLookup;
}

/** Why no servers were found. */
export interface FindFailure {
  readonly code: "zone-not-delegated" | "no-server-answered";
  readonly detail: string;
}

/**
 * Lists the servers of the zone that holds `owner`.
 *
 * @param apex the zone, where the provider has told it; without it the zone is looked for from `owner` upwards.
 * @param port where authoritative servers listen, 53 outside of tests.
 */
export async function findAuthoritativeServers(
  owner: OwnerName,
  apex: OwnerName | undefined,
  ports: FindPorts,
  port: number,
): Promise<Result<readonly AuthoritativeServer[], FindFailure>> {
  if (ports.lookup.resolvers().length === 0) return unanswered("this host has no resolver configured");
  const cut = apex === undefined ? await findZoneCut(owner, ports) : ok(apex);
  if (!cut.ok) return cut;
  const answer = await resolve(cut.value, "NS", ports);
  if (!answer.ok) return answer;
  const names = recordsAt(answer.value, cut.value, "NS").flatMap((record) => nameOf(record.rdata) ?? []);
  if (names.length === 0) return notDelegated(`${cut.value} has no name servers`);
  const chosen = names.toSorted(compareNames).slice(0, mostServers);
  const found = await Promise.all(chosen.map((name) => findServer(name, ports, port)));
  const servers = found.flatMap((server) => server ?? []);
  return servers.length === 0 ? unanswered(`no name server of ${cut.value} has an address`) : ok(servers);
}

/** The nearest name at or above `owner` that has an SOA record. */
async function findZoneCut(owner: OwnerName, ports: FindPorts): Promise<Result<OwnerName, FindFailure>> {
  let name: OwnerName | undefined = owner;
  for (let step = 0; step < mostSteps && name !== undefined && !name.isRoot; step += 1) {
    const here: OwnerName = name;
    const answer = await resolve(here, "SOA", ports);
    if (!answer.ok) return answer;
    if (recordsAt(answer.value, here, "SOA").length > 0) return ok(here);
    // A negative answer names its zone: RFC 2308 §3. Behind a CNAME it would be the zone of the alias's target.
    const above = answer.value.authority.find((record) => record.type === "SOA" && here.isAtOrBelow(record.owner));
    if (answer.value.answer.length === 0 && above !== undefined) {
      return above.owner.isRoot ? notDelegated(`${owner} does not exist in DNS`) : ok(above.owner);
    }
    name = here.parent;
  }
  return notDelegated(`no zone holds ${owner}`);
}

async function findServer(name: OwnerName, ports: FindPorts, port: number): Promise<AuthoritativeServer | undefined> {
  const answers = await Promise.all(
    (["ipv4", "ipv6"] as const).map(async (family) => {
      const type = addressType(family);
      const answer = await resolve(name, type, ports);
      const records = answer.ok ? recordsAt(answer.value, name, type) : [];
      return records.flatMap(({ rdata }) => rdataAddress(rdata) ?? []).filter((address) => address.family === family);
    }),
  );
  // The first of each family before the second of any: where one family does not work here, the other one may.
  const [ipv4 = [], ipv6 = []] = answers;
  const addresses = [...ipv4.slice(0, 1), ...ipv6.slice(0, 1), ...ipv4.slice(1), ...ipv6.slice(1)]
    .filter((address) => !["unspecified", "multicast", "broadcast"].includes(scopeOf(address)))
    .slice(0, mostAddresses);
  if (addresses.length === 0) return undefined;
  return { label: name.hostname, endpoints: addresses.map((address) => ({ address, port })) };
}

/** Asks one resolver after the other until one gives an answer that says something. */
async function resolve(name: OwnerName, type: RRType, ports: FindPorts): Promise<Result<Message, FindFailure>> {
  let detail = "";
  for (const resolver of ports.lookup.resolvers().slice(0, mostResolvers)) {
    const answer = await askServer(resolver, { name, type, isRecursive: true }, ports, undefined);
    if (answer.ok && (answer.value.rcode === "NOERROR" || answer.value.rcode === "NXDOMAIN")) return answer;
    detail = answer.ok ? `the resolver answers ${answer.value.rcode} for ${name} ${type}` : answer.detail;
  }
  return unanswered(detail);
}

/** Records of the answer section at exactly this name and type. */
function recordsAt(message: Message, name: OwnerName, type: RRType): readonly ResourceRecord[] {
  return message.answer.filter((record) => record.type === type && record.class === "IN" && record.owner.equals(name));
}

function nameOf(rdata: Uint8Array): OwnerName | undefined {
  const reader = new Reader(rdata);
  const name = reader.finishAtEnd(readName(reader));
  return name.ok ? name.value : undefined;
}

function notDelegated(detail: string): Result<never, FindFailure> {
  return failure({ code: "zone-not-delegated", detail });
}

function unanswered(detail: string): Result<never, FindFailure> {
  return failure({ code: "no-server-answered", detail });
}
