import type { Clock } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { OwnerName } from "../core/name.ts";
import type { DatagramClient, Endpoint, FramedTransferClient, NetCode } from "../core/net.ts";
import { type Random, random16 } from "../core/random.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRset } from "../core/rrset.ts";
import type { SoaSerial } from "../core/serial.ts";
import { noFlags } from "../wire/header.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../wire/message.ts";
import { signMessage, verifyMessage } from "../wire/tsig.ts";
import type { TsigKey } from "../wire/tsig-key.ts";
import { type Received, serialIn } from "./incoming-records.ts";
import { IncomingTransfer, type TransferRequest, type UnfitTransfer } from "./incoming-transfer.ts";

/** Asks primaries for the serial of a zone, and for the zone. What comes of it is others'. */

/** A server that a zone is copied from. */
export interface Primary {
  readonly endpoint: Endpoint;
  /** Signs what goes between; undefined trusts the address alone. */
  readonly key: TsigKey | undefined;
}

/** Why a primary did not give what it was asked for. */
export interface PrimaryFailure {
  readonly code: NetCode | UnfitTransfer["code"];
  readonly detail: string;
}

export interface PrimaryClientPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly datagrams: DatagramClient;
  readonly transfers: FramedTransferClient;
  /** Most octets of messages that a zone may come in. */
  readonly mostOctets: number;
}

/** How long an answer over UDP is waited for, try by try. */
const patience: readonly Duration[] = [Duration.seconds(2), Duration.seconds(4)];

/** A primary may have to sort a large zone before its first message; none pauses as long in between. */
const longestSilence = Duration.seconds(30);

/** A zone of the largest size over a line of 1 Mbit/s takes a quarter of an hour. */
const longestTransfer = Duration.hours(1);

/** Octets that no request of ours exceeds. */
const largestRequest = 65_535;

export class PrimaryClient {
  readonly #ports: PrimaryClientPorts;

  constructor(ports: PrimaryClientPorts) {
    this.#ports = ports;
  }

  /** The serial that a primary has, over UDP. RFC 1034 §4.3.5 */
  async serial(primary: Primary, apex: OwnerName, signal: AbortSignal): Promise<Result<SoaSerial, PrimaryFailure>> {
    const { clock, datagrams } = this.#ports;
    let complaint: PrimaryFailure | undefined;
    for (const timeout of patience) {
      const { octets, id, signed } = this.#request(primary, { apex, type: "SOA", authority: [] });
      const isAnswer = (payload: Uint8Array): boolean => {
        const decoded = decodeMessage(payload);
        if (!decoded.ok || !isAbout(decoded.value, id, apex)) return false;
        if (signed === undefined) return true;
        const verification = verifyMessage(payload, () => signed.key, { now: clock.now(), requestMac: signed.mac });
        if (verification.kind === "verified" && verification.record.error === "NOERROR") return true;
        // Whoever sent this does not have the key; an answer that counts may still come. RFC 8945 §5.4
        complaint = { code: "signature-wrong", detail: complaintOf(verification) };
        return false;
      };
      const answer = await datagrams.exchange(primary.endpoint, octets, isAnswer, { timeout, signal });
      if (answer.ok) return serialOfAnswer(answer.value, apex);
      if (answer.code !== "timed-out") return failure({ code: answer.code, detail: answer.detail });
      if (complaint !== undefined) return failure(complaint);
    }
    return failure({ code: "timed-out", detail: "no answer over UDP" });
  }

  /**
   * The zone, or what has changed in it, over TCP. RFC 5936, RFC 1995
   *
   * @param start the SOA that is here, when only what has changed since is wanted.
   */
  async fetch(
    primary: Primary,
    apex: OwnerName,
    start: RRset | undefined,
    signal: AbortSignal,
  ): Promise<Result<Received, PrimaryFailure>> {
    const { clock, transfers, mostOctets } = this.#ports;
    const authority = (start?.rdata ?? []).map(
      (rdata) =>
        ({ owner: apex, type: "SOA", class: "IN", ttl: start?.ttl ?? 0, rdata }) as Message["authority"][number],
    );
    const since = authority[0] && serialIn(authority[0]);
    const type = since === undefined ? "AXFR" : "IXFR";
    const { octets, id, signed } = this.#request(primary, { apex, type, authority });
    const incoming = new IncomingTransfer({ apex, since, id, signed }, clock, mostOctets);
    let received: Result<Received | undefined, UnfitTransfer> = ok(undefined);
    const limits = { timeout: longestTransfer, silence: longestSilence, signal };
    const transferred = await transfers.transfer(
      primary.endpoint,
      octets,
      (message) => {
        received = incoming.take(message);
        return received.ok && received.value === undefined ? "more" : "last";
      },
      limits,
    );
    return resultOf(received, transferred);
  }

  #request(
    { key }: Primary,
    { apex, type, authority }: { apex: OwnerName; type: "SOA" | "AXFR" | "IXFR"; authority: Message["authority"] },
  ): { octets: Uint8Array; id: number; signed: TransferRequest["signed"] } {
    const id = random16(this.#ports.random);
    const question = [{ name: apex, type, class: "IN" }] as const;
    const encoded = encodeMessage({ ...emptyMessage, id, flags: noFlags, question, authority }, largestRequest);
    const bare = encoded.ok ? encoded.value.octets : new Uint8Array(0);
    if (key === undefined) return { octets: bare, id, signed: undefined };
    const { octets, mac } = signMessage(bare, key, { now: this.#ports.clock.now() });
    return { octets, id, signed: { key, mac } };
  }
}

function isAbout({ id, flags, opcode, question: [asked] }: Message, expected: number, apex: OwnerName): boolean {
  const isAnswer = id === expected && flags.qr && opcode === "QUERY";
  // A server that refuses may leave the question out.
  return isAnswer && (asked === undefined || (asked.name.equals(apex) && asked.type === "SOA"));
}

function serialOfAnswer(octets: Uint8Array, apex: OwnerName): Result<SoaSerial, PrimaryFailure> {
  const decoded = decodeMessage(octets);
  if (!decoded.ok) return failure({ code: "answer-malformed", detail: decoded.code });
  const { rcode, flags, answer } = decoded.value;
  if (rcode !== "NOERROR") return failure({ code: "answer-refused", detail: rcode });
  const start = answer.find(
    ({ owner, type, class: rrClass }) => type === "SOA" && rrClass === "IN" && owner.equals(apex),
  );
  const serial = start && serialIn(start);
  if (!flags.aa || serial === undefined)
    return failure({ code: "answer-malformed", detail: "no authority for the zone" });
  return ok(serial);
}

/** What was wrong with the messages says more than how the connection ended. */
function resultOf(
  received: Result<Received | undefined, UnfitTransfer>,
  transferred: Result<void, PrimaryFailure>,
): Result<Received, PrimaryFailure> {
  if (!received.ok) return failure({ code: received.code, detail: received.detail });
  if (received.value !== undefined) return ok(received.value);
  if (!transferred.ok) return failure({ code: transferred.code, detail: transferred.detail });
  return failure({ code: "answer-cut-short", detail: "ended before the zone did" });
}

function complaintOf(verification: ReturnType<typeof verifyMessage>): string {
  switch (verification.kind) {
    case "verified":
    case "error-reported":
      return `the primary says ${verification.record.error}`;
    case "refused":
      return verification.error;
    case "unsigned":
    case "malformed":
      return verification.kind;
  }
}
