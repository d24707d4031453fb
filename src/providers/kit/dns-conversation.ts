import { Address } from "../../core/address.ts";
import { Duration } from "../../core/duration.ts";
import { families } from "../../core/family.ts";
import type { Endpoint, NetFailure } from "../../core/net.ts";
import type { Failed, FailCode, Rejected } from "../../core/outcome.ts";
import type { ProviderPorts } from "../../core/provider.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { decodeMessage, encodeMessage, type Message } from "../../wire/message.ts";
import { isAnswerTo, safePayloadOctets } from "../../wire/query.ts";
import type { Rcode } from "../../wire/rcode.ts";
import { signatureLength, signMessage, verifyMessage } from "../../wire/tsig.ts";
import type { TsigKey } from "../../wire/tsig-key.ts";
import type { TsigRecord } from "../../wire/tsig-record.ts";
import { largestMessage } from "../../wire/writer.ts";
import { certain, trouble, type Trouble } from "./trouble.ts";

/**
 * Talks to one DNS server: finds its address, signs, sends, checks the answer's signature, and turns everything that can
 * go wrong into an outcome. What the messages ask is the family's.
 */

export interface DnsServer {
  /** Host name or address. */
  readonly host: string;
  readonly port: number;
  readonly transport: "tcp" | "udp";
  /** Without one, the server decides by our address. */
  readonly key: TsigKey | undefined;
}

/** For one exchange; a server that signs its zone anew for each update takes seconds. */
const timeout: Duration = Duration.seconds(15);

/** Trouble with a server that did answer, and how. */
export interface DnsTrouble extends Trouble {
  readonly rcode?: Rcode;
}

export class DnsConversation {
  readonly #server: DnsServer;
  readonly #ports: ProviderPorts;

  constructor(server: DnsServer, ports: ProviderPorts) {
    this.#server = server;
    this.#ports = ports;
  }

  /** Sends a request and gives the answer, which carries our key's signature when we have a key. */
  async exchange(request: Message, signal?: AbortSignal): Promise<Result<Message, DnsTrouble>> {
    const endpoints = await this.#endpoints(signal);
    if (!endpoints.ok) return endpoints;
    const { octets, mac } = this.#encode(request);
    for (const [index, endpoint] of endpoints.value.entries()) {
      const answer = await this.#send(endpoint, octets, mac, signal);
      if (answer.ok) return this.#judge(request, answer.value, mac);
      const isLast = index === endpoints.value.length - 1;
      if (answer.wasSent || isLast || signal?.aborted === true) {
        return trouble(this.#failed(request, answer.code, answer.detail), answer.wasSent);
      }
    }
    return certain(this.#failed(request, "name-not-resolved", "no address"));
  }

  /** The outcome for an answer of which a part makes no sense. */
  unreadable(request: Message, what: string): Failed {
    return this.#failed(request, "answer-unreadable", what);
  }

  async #endpoints(signal: AbortSignal | undefined): Promise<Result<readonly Endpoint[], Trouble>> {
    const { host, port } = this.#server;
    const literal = Address.parse(host);
    if (literal.ok) return ok([{ address: literal.value, port }]);
    const found = await Promise.all(families.map((family) => this.#ports.lookup.addresses(host, family, signal)));
    const addresses = found.flatMap((answer) => (answer.ok ? answer.value : []));
    const failed = found.find((answer) => !answer.ok);
    if (addresses.length === 0 && failed !== undefined && !failed.ok) {
      return certain({ kind: "failed", code: failed.code, detail: failed.detail });
    }
    return ok(addresses.map((address) => ({ address, port })));
  }

  #encode(request: Message): { readonly octets: Uint8Array; readonly mac: Uint8Array | undefined } {
    const { key } = this.#server;
    const encoded = encodeMessage(request, largestMessage, { reserve: key === undefined ? 0 : signatureLength(key) });
    const octets = encoded.ok ? encoded.value.octets : new Uint8Array(0);
    if (key === undefined) return { octets, mac: undefined };
    return signMessage(octets, key, { now: this.#ports.clock.now() });
  }

  async #send(
    endpoint: Endpoint,
    octets: Uint8Array,
    requestMac: Uint8Array | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Result<Uint8Array, NetFailure>> {
    const limits = { timeout, ...(signal === undefined ? {} : { signal }) };
    const isOurs = (answer: Uint8Array): boolean => isAnswerTo(octets, answer);
    if (this.#server.transport === "udp" && octets.length <= safePayloadOctets) {
      // Anybody may have sent a datagram, so one that our key did not sign is passed over. RFC 8945 §5.3
      const isCredible = (answer: Uint8Array): boolean => isOurs(answer) && this.#isCredible(answer, requestMac);
      const datagram = await this.#ports.datagrams.exchange(endpoint, octets, isCredible, limits);
      // RFC 7766 §5: what did not fit into a datagram is asked for again over TCP.
      if (!datagram.ok || !isTruncated(datagram.value)) return datagram;
    }
    const framed = await this.#ports.streams.exchange(endpoint, octets, limits);
    if (!framed.ok || isOurs(framed.value)) return framed;
    return failure({ code: "answer-unreadable", detail: "an answer to another request", wasSent: true });
  }

  /** False for answers that a forger could have sent to be believed. */
  #isCredible(answer: Uint8Array, requestMac: Uint8Array | undefined): boolean {
    if (requestMac === undefined) return true;
    const now = this.#ports.clock.now();
    const verification = verifyMessage(answer, () => this.#server.key, { now, requestMac });
    if (verification.kind === "refused") return verification.error === "BADTIME";
    if (verification.kind !== "unsigned") return verification.kind !== "malformed";
    const message = decodeMessage(answer);
    return message.ok && message.value.rcode !== "NOERROR";
  }

  #judge(request: Message, octets: Uint8Array, requestMac: Uint8Array | undefined): Result<Message, DnsTrouble> {
    const decoded = decodeMessage(octets);
    if (!decoded.ok) return trouble(this.unreadable(request, `${decoded.code} at octet ${decoded.offset}`), true);
    const message = decoded.value;
    const distrust = requestMac === undefined ? undefined : this.#distrust(request, message, octets, requestMac);
    if (distrust !== undefined) return distrust;
    const outcome = this.#outcomeOf(request, message.rcode);
    return outcome === undefined ? ok(message) : { ...certain(outcome), rcode: message.rcode };
  }

  /** Why an answer to a signed request does not count; undefined when it is signed as it must be. RFC 8945 §5.3 */
  #distrust(
    request: Message,
    message: Message,
    octets: Uint8Array,
    requestMac: Uint8Array,
  ): Result<never, DnsTrouble> | undefined {
    const now = this.#ports.clock.now();
    const verification = verifyMessage(octets, () => this.#server.key, { now, requestMac });
    switch (verification.kind) {
      case "verified":
      case "error-reported":
        return this.#reported(request, verification.record);
      case "refused":
        if (verification.error === "BADTIME") {
          return trouble(this.#failed(request, "clock-skewed", "the answer was signed at another time"), true);
        }
        return trouble(this.unreadable(request, `the answer's signature is refused, ${verification.error}`), true);
      case "malformed":
        return trouble(this.unreadable(request, `${verification.code} at octet ${verification.offset}`), true);
      case "unsigned":
        // An error without signature may be anybody's, so nothing permanent follows from it. RFC 8945 §5.4
        return message.rcode === "NOERROR"
          ? trouble(this.unreadable(request, "the answer is not signed"), true)
          : {
              ...trouble(this.#failed(request, "server-error", `${message.rcode}, not signed`), true),
              rcode: message.rcode,
            };
    }
  }

  /** What the server says about our signature; undefined when it accepts it. RFC 8945 §5.4 */
  #reported(request: Message, record: TsigRecord): Result<never, Trouble> | undefined {
    const key = this.#server.key?.name;
    switch (record.error) {
      case "NOERROR":
        return undefined;
      case "BADKEY":
        return certain(this.#rejected(request, "credentials-rejected", `BADKEY, the server has no key ${key}`));
      case "BADSIG":
        return certain(this.#rejected(request, "credentials-rejected", `BADSIG, the secret of ${key} is another`));
      case "BADTIME":
        return certain(this.#failed(request, "clock-skewed", `BADTIME${serverTime(record)}`));
      default:
        return certain(this.#rejected(request, "request-refused", record.error));
    }
  }

  /** RFC 1035 §4.1.1, RFC 2136 §2.2; undefined for answers that families read themselves. */
  #outcomeOf(request: Message, rcode: Rcode): Rejected | Failed | undefined {
    switch (rcode) {
      case "NOERROR":
        return undefined;
      case "NXDOMAIN":
        return request.opcode === "QUERY" ? undefined : this.#failed(request, "precondition-lost", rcode);
      case "YXDOMAIN":
      case "YXRRSET":
      case "NXRRSET":
        return this.#failed(request, "precondition-lost", rcode);
      case "SERVFAIL":
        return this.#failed(request, "server-error", rcode);
      case "REFUSED":
        return this.#rejected(request, "not-authorized", rcode);
      case "NOTIMP":
        return this.#rejected(request, "unsupported", rcode);
      case "NOTAUTH":
        // Not the primary, or no key where one is needed: Knot says both so. RFC 2136 §3.1.2, RFC 8945 §5.2
        return this.#rejected(request, request.opcode === "UPDATE" ? "not-authorized" : "zone-not-found", rcode);
      case "NOTZONE":
        return this.#rejected(request, "zone-not-found", rcode);
      default:
        return this.#rejected(request, "request-refused", rcode);
    }
  }

  #failed(request: Message, code: FailCode, what: string): Failed {
    return { kind: "failed", code, detail: this.#describe(request, what) };
  }

  #rejected(request: Message, code: Rejected["code"], what: string): Rejected {
    return { kind: "rejected", code, detail: this.#describe(request, what) };
  }

  #describe(request: Message, what: string): string {
    const { host, port } = this.#server;
    const [question] = request.question;
    return `${request.opcode} ${question?.name ?? ""} ${question?.type ?? ""} at ${host} port ${port}: ${what}`;
  }
}

function isTruncated(octets: Uint8Array): boolean {
  const message = decodeMessage(octets);
  return message.ok && message.value.flags.tc;
}

/** The server's clock, which it sends with BADTIME. RFC 8945 §5.2.3 */
function serverTime(record: TsigRecord): string {
  if (record.otherData.length !== 6) return "";
  const seconds = record.otherData.reduce((value, octet) => value * 256 + octet, 0);
  return `, the server's clock is ${seconds - record.timeSigned} s ahead of ours`;
}
