import { createSocket, type Socket as DatagramSocket } from "node:dgram";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Instant } from "../../src/core/clock.ts";
import type { Endpoint } from "../../src/core/net.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../../src/wire/message.ts";
import type { Rcode } from "../../src/wire/rcode.ts";
import { headerOnlyResponse, responseTo } from "../../src/wire/response.ts";
import { signatureLength, signMessage, signRefusal, verifyMessage } from "../../src/wire/tsig.ts";
import type { TsigKey } from "../../src/wire/tsig-key.ts";
import { address } from "../support/values.ts";
import { UpdatableZones } from "./updatable-zones.ts";

/**
 * A primary name server on loopback, TCP and UDP on one port: authoritative answers, TSIG, UPDATE for those who hold the
 * key. Can be told to fail in the ways networks and servers do.
 */

export interface DnsPrimaryOptions {
  readonly key: TsigKey | undefined;
  /** The server's clock. */
  readonly now: () => Instant;
}

/** What happens to one message instead of, or after, being answered. */
export type DnsFault =
  | { readonly kind: "answer"; readonly rcode: Rcode; readonly isSigned: boolean }
  | { readonly kind: "garbage" }
  | { readonly kind: "another-id" }
  | { readonly kind: "forged-signature" }
  | { readonly kind: "silence" }
  | { readonly kind: "reset" }
  /** The request is carried out; its answer is lost with the connection. */
  | { readonly kind: "reply-lost" };

export class DnsPrimary {
  readonly zones: UpdatableZones = new UpdatableZones();
  /** Everything received, in order. */
  readonly received: Uint8Array[] = [];
  /** Called when a message meets silence, so that a test can let time pass instead of waiting. */
  onSilence: () => void = () => undefined;
  readonly #options: DnsPrimaryOptions;
  readonly #tcp: Server;
  readonly #udp: DatagramSocket;
  readonly #connections = new Set<Socket>();
  #faults: { readonly fault: DnsFault; readonly applies: (message: Message) => boolean }[] = [];

  private constructor(options: DnsPrimaryOptions) {
    this.#options = options;
    this.#tcp = createServer((connection) => this.#accept(connection));
    this.#udp = createSocket("udp4");
    this.#udp.on("error", () => undefined);
    this.#udp.on("message", (octets, peer) => {
      const answer = this.#receive(octets, 512);
      if (typeof answer === "object") this.#udp.send(answer, peer.port, peer.address);
    });
  }

  static async start(options: DnsPrimaryOptions): Promise<DnsPrimary> {
    const primary = new DnsPrimary(options);
    await new Promise<void>((resolve) => primary.#tcp.listen(0, "127.0.0.1", resolve));
    await new Promise<void>((resolve) => primary.#udp.bind(primary.endpoint.port, "127.0.0.1", resolve));
    return primary;
  }

  get endpoint(): Endpoint {
    return { address: address("127.0.0.1"), port: (this.#tcp.address() as AddressInfo).port };
  }

  failNext(fault: DnsFault, applies: (message: Message) => boolean = () => true): void {
    this.#faults.push({ fault, applies });
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) connection.destroy();
    await new Promise<void>((resolve) => this.#udp.close(() => resolve()));
    await new Promise<void>((resolve) => {
      this.#tcp.close(() => resolve());
    });
  }

  #accept(connection: Socket): void {
    this.#connections.add(connection);
    let pending: Buffer = Buffer.alloc(0);
    connection.on("error", () => undefined);
    connection.on("close", () => this.#connections.delete(connection));
    connection.on("data", (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        const answer = this.#receive(Uint8Array.from(pending.subarray(2, end)), 65_535);
        pending = pending.subarray(end);
        if (answer === "reset") connection.resetAndDestroy();
        else if (typeof answer === "object") connection.write(framed(answer));
      }
    });
  }

  #receive(octets: Uint8Array, limit: number): Uint8Array | "reset" | undefined {
    this.received.push(octets);
    const decoded = decodeMessage(octets);
    if (!decoded.ok) return headerOnlyResponse(octets, "FORMERR");
    const request = decoded.value;
    const planned = this.#faults.find(({ applies }) => applies(request));
    this.#faults = this.#faults.filter((fault) => fault !== planned);
    const fault = planned?.fault;
    switch (fault?.kind) {
      case "reset":
        return "reset";
      case "silence":
        this.onSilence();
        return undefined;
      case "garbage":
        return Uint8Array.of(...octets.subarray(0, 2), 0x84, 0, 0, 9, 0, 9, 0, 9, 0, 9, 0xc0, 0xff);
      case "answer":
        return this.#encode(responseTo(request, fault.rcode), fault.isSigned ? request.tsig?.mac : undefined, limit);
      default: {
        const answer = this.#answer(request, octets, limit);
        if (fault?.kind === "reply-lost") return "reset";
        if (answer !== undefined && fault?.kind === "another-id") answer[0] = (answer[0] ?? 0) ^ 0xff;
        // The last octets of a signed answer are lengths; the MAC stands before them.
        if (answer !== undefined && fault?.kind === "forged-signature") answer[answer.length - 10] = 0;
        return answer;
      }
    }
  }

  #answer(request: Message, octets: Uint8Array, limit: number): Uint8Array | undefined {
    const { key, now } = this.#options;
    const isOurs = (): TsigKey | undefined =>
      request.tsig?.keyName.equals(key?.name ?? request.tsig.keyName) ? key : undefined;
    const verification = verifyMessage(octets, isOurs, { now: now() });
    if (verification.kind === "malformed") return headerOnlyResponse(octets, "FORMERR");
    if (verification.kind === "refused") {
      const refusal = encodeMessage(responseTo(request, "NOTAUTH"), limit);
      return refusal.ok ? signRefusal(refusal.value.octets, verification, now()) : undefined;
    }
    const isTrusted = key === undefined || verification.kind === "verified";
    return this.#encode(this.#respond(request, isTrusted), request.tsig?.mac, limit);
  }

  #respond(request: Message, isTrusted: boolean): Message {
    if (request.opcode === "QUERY") return this.zones.answer(request);
    if (request.opcode !== "UPDATE") return responseTo(request, "NOTIMP");
    return responseTo(request, isTrusted ? this.zones.update(request) : "REFUSED");
  }

  #encode(message: Message, requestMac: Uint8Array | undefined, limit: number): Uint8Array | undefined {
    const { key, now } = this.#options;
    const isSigned = key !== undefined && requestMac !== undefined;
    const encoded = encodeMessage({ ...emptyMessage, ...message }, limit, {
      reserve: isSigned ? signatureLength(key) : 0,
    });
    if (!encoded.ok) return undefined;
    return isSigned ? signMessage(encoded.value.octets, key, { now: now(), requestMac }).octets : encoded.value.octets;
  }
}

function framed(message: Uint8Array): Uint8Array {
  return Uint8Array.of(message.length >>> 8, message.length & 0xff, ...message);
}
