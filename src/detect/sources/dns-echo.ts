import { Address } from "../../core/address.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { FramedStreamClient } from "../../core/net.ts";
import type { OwnerName } from "../../core/name.ts";
import type { Random } from "../../core/random.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { rdataAddress } from "../../core/rrset.ts";
import type { SourceFailure } from "../../core/verdict.ts";
import { decodeMessage } from "../../wire/message.ts";
import { encodeQuery, isAnswerTo, type Query } from "../../wire/query.ts";
import type { ResourceRecord } from "../../wire/record.ts";
import { askOverTls, askServer, type UdpPorts } from "../ask-server.ts";
import { excerpt, readAddress } from "../read-address.ts";
import { type AskLimits, type Sighting, type Source, sourceOf } from "../source.ts";

/**
 * Asks a DNS server for a name whose answer is the asker's address.
 *
 * A router or provider that answers port 53 in everybody's place would make such a name show *its resolver's* address,
 * and several of these names at once, so that a quorum would agree on a wrong one. Where the name's own servers are
 * asked, the answer must therefore be authoritative, which no resolver's is; others are asked for names that exist
 * nowhere but at that server.
 */
export interface DnsEcho {
  readonly name: OwnerName;
  /** `address` asks for A or AAAA, as the family is. */
  readonly type: "address" | "TXT";
  /** Class CH names cannot be reached through a resolver. RFC 1035 §3.2.4 */
  readonly class: "IN" | "CH";
  /** A name or an address of the server that is asked. */
  readonly host: string;
  readonly port: number;
  /** True when the server is one of the name's own, so that AA must be set. */
  readonly isAuthority: boolean;
  /** True when the name only ever reflects, so that a record that may be kept is something else. */
  readonly isReflection?: boolean;
  readonly operator: string;
  /** Asks over TLS a server that proves to be this name or address; over UDP when undefined. RFC 8310 §5 */
  readonly authenticationName?: string | undefined;
}

/** RFC 1035 §4.2.1 */
export const dnsPort = 53;

/** RFC 7858 §3.1 */
export const dnsOverTlsPort = 853;

/** These servers are anycast and near; a query without an answer after this long was lost. */
const firstPause = Duration.milliseconds(800);

export interface DnsEchoPorts extends UdpPorts {
  readonly streams: FramedStreamClient;
  readonly random: Random;
}

export function dnsEchoSource(family: Family, echo: DnsEcho, ports: DnsEchoPorts): Source {
  const { name, operator } = echo;
  return sourceOf(
    {
      id: `dns-echo:${name.hostname}@${placeOf(echo)}`,
      family,
      operator,
      strength: "echo",
      ask: (limits) => askDnsEcho(echo, family, ports, limits),
    },
    ports.clock,
  );
}

/** Asks once, over UDP again and again until an answer comes. */
export async function askDnsEcho(
  echo: DnsEcho,
  family: Family,
  ports: DnsEchoPorts,
  limits: AskLimits,
): Promise<Result<readonly Sighting[], SourceFailure>> {
  const { host, port, authenticationName } = echo;
  const query = queryOf(echo, family);
  const request = encodeQuery(query, ports.random);
  const isAnswer = (payload: Uint8Array): boolean => isAnswerTo(request, payload);
  const server = { host, port, family, request, isAnswer };
  const payload = await (authenticationName === undefined
    ? askServer({ ...server, firstPause }, ports, limits)
    : askOverTls({ ...server, authenticationName }, ports, limits));
  if (!payload.ok) return payload;
  const address = addressIn(payload.value, query, echo, family);
  return address.ok ? ok([{ address: address.value, evidence: { type: query.type } }]) : address;
}

/** The server as a user would write it; what its certificate must be for is left out. */
function placeOf({ host, port, authenticationName }: DnsEcho): string {
  const [scheme, usualPort] = authenticationName === undefined ? ["", dnsPort] : ["tls://", dnsOverTlsPort];
  return `${scheme}${host}${port === usualPort ? "" : `:${port}`}`;
}

function queryOf(echo: DnsEcho, family: Family): Query {
  const addressType = family === "ipv4" ? "A" : "AAAA";
  return {
    name: echo.name,
    type: echo.type === "TXT" ? "TXT" : addressType,
    class: echo.class,
    // Without RD a resolver in between has no mandate to go and ask. RFC 1034 §4.3.1
    isRecursive: !echo.isAuthority,
  };
}

/** The one address in an answer to `query`. */
export function addressIn(
  payload: Uint8Array,
  query: Query,
  echo: Pick<DnsEcho, "isAuthority" | "isReflection">,
  family: Family,
): Result<Address, SourceFailure> {
  const message = decodeMessage(payload);
  if (!message.ok) return unreadable(`${message.code} at octet ${message.offset}`);
  const { rcode, flags, answer } = message.value;
  if (rcode !== "NOERROR") return unreadable(`response code ${rcode}`);
  if (flags.tc) return failure({ code: "answer-cut-short", detail: "the answer is marked as truncated" });
  if (echo.isAuthority && !flags.aa) {
    return unreadable("not from the name's own server: something on the way answers DNS in its place");
  }
  const records = answer.filter(
    (record) => record.type === query.type && record.class === (query.class ?? "IN") && record.owner.equals(query.name),
  );
  if (echo.isReflection === true && records.some(({ ttl }) => ttl > 0)) {
    return unreadable("a record of the zone instead of the address it is asked from");
  }
  const texts = [...new Set(records.flatMap(valuesOf))];
  // Some servers add further texts, for instance the client subnet they were told.
  const addresses = texts.filter((text) => Address.parse(text).ok);
  const [only, another] = query.type === "TXT" ? addresses : texts;
  if (another !== undefined) return unreadable(`more than one address: ${only}, ${another}`);
  if (only !== undefined) return readAddress(only, family);
  if (texts.length > 0) return failure({ code: "not-an-address", detail: `no address: ${excerpt(texts.join(" "))}` });
  return unreadable("an answer without records");
}

/** A and AAAA as text, the character-strings of TXT one by one. RFC 1035 §3.3.14 */
function valuesOf(record: ResourceRecord): readonly string[] {
  if (record.type !== "TXT") return [rdataAddress(record.rdata)?.toString() ?? ""];
  const texts: string[] = [];
  for (let offset = 0; offset < record.rdata.length; ) {
    const end = offset + 1 + (record.rdata[offset] ?? 0);
    texts.push(Buffer.from(record.rdata.subarray(offset + 1, end)).toString("latin1"));
    offset = end;
  }
  return texts;
}

function unreadable(detail: string): { readonly ok: false } & SourceFailure {
  return failure({ code: "answer-unreadable", detail });
}
