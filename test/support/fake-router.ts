import type { Address } from "../../src/core/address.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { GatewayProtocol } from "../../src/gateway/gateway.ts";

/**
 * A router at home that speaks NAT-PMP (RFC 6886) and PCP (RFC 6887) as miniupnpd 2.3.1 does, with the mappings it was
 * asked for. Written from the fields' places and not with our codecs, which it is there to test.
 */
export class FakeRouter {
  readonly #clock: Clock;
  #startedAt: number;
  /** By transport number and internal port; what was granted. */
  readonly mappings: Map<string, { readonly externalPort: number; readonly nonce: string; readonly lifetime: number }> =
    new Map();
  /** Most mappings there ever were at a time. */
  mostMappings = 0;
  speaks: readonly GatewayProtocol[] = ["nat-pmp", "pcp"];
  externalAddress: Address;
  /** Result codes to refuse everything with. */
  refuses: { readonly natPmp: number; readonly pcp: number; readonly errorLifetime: number } | undefined;
  /** External ports that are somebody else's. */
  readonly takenPorts: Set<number> = new Set();

  constructor(clock: Clock, externalAddress: Address) {
    this.#clock = clock;
    this.#startedAt = clock.monotonic();
    this.externalAddress = externalAddress;
  }

  /** Loses the mappings and begins to count anew. */
  restart(): void {
    this.mappings.clear();
    this.#startedAt = this.#clock.monotonic();
  }

  get epochSeconds(): number {
    return Math.floor((this.#clock.monotonic() - this.#startedAt) / 1_000);
  }

  /** Undefined for silence. */
  answer(request: Uint8Array): Uint8Array | undefined {
    if (request[0] === 0 && this.speaks.includes("nat-pmp")) return this.#natPmp(request);
    if (request[0] === 2 && this.speaks.includes("pcp")) return this.#pcp(request);
    if (this.speaks.includes("pcp")) return this.#pcpHeader(request, 1, 1_800, 24);
    return this.speaks.includes("nat-pmp") ? this.#natPmpHeader(128, 1, 8) : undefined;
  }

  #natPmp(request: Uint8Array): Uint8Array {
    const opcode = request[1] ?? 0;
    const result = this.refuses?.natPmp ?? 0;
    if (opcode === 0) {
      const answer = this.#natPmpHeader(128, result, 12);
      if (result === 0) answer.set(this.externalAddress.octets, 8);
      return answer;
    }
    const answer = this.#natPmpHeader(128 + opcode, result, 16);
    const [asked, told] = [new DataView(request.buffer, request.byteOffset), new DataView(answer.buffer)];
    const [internalPort, lifetime] = [asked.getUint16(4), asked.getUint32(8)];
    told.setUint16(8, internalPort);
    if (result !== 0) return answer;
    const protocol = opcode === 1 ? 17 : 6;
    told.setUint16(10, this.#keep(`${protocol} ${internalPort}`, asked.getUint16(6), lifetime, "nat-pmp"));
    told.setUint32(12, lifetime);
    return answer;
  }

  #natPmpHeader(opcode: number, result: number, length: number): Uint8Array {
    const answer = new Uint8Array(length);
    const view = new DataView(answer.buffer);
    view.setUint8(1, opcode);
    view.setUint16(2, result);
    view.setUint32(4, this.epochSeconds);
    return answer;
  }

  #pcp(request: Uint8Array): Uint8Array {
    const asked = new DataView(request.buffer, request.byteOffset, request.byteLength);
    const refused = this.refuses;
    if (request[1] === 0) return this.#pcpHeader(request, 0, 0, 24);
    if (refused !== undefined) return this.#pcpHeader(request, refused.pcp, refused.errorLifetime, 60);
    const nonce = Buffer.from(request.subarray(24, 36)).toString("hex");
    const [internalPort, lifetime] = [asked.getUint16(40), asked.getUint32(4)];
    const key = `${request[36]} ${internalPort}`;
    const known = this.mappings.get(key);
    if (lifetime === 0 && known === undefined) return this.#pcpHeader(request, 8, 30, 60);
    if (known !== undefined && known.nonce !== nonce) return this.#pcpHeader(request, 2, 1_800, 60);
    const granted = lifetime === 0 ? 0 : Math.max(120, lifetime);
    const answer = this.#pcpHeader(request, 0, granted, 60);
    const told = new DataView(answer.buffer);
    told.setUint16(42, this.#keep(key, asked.getUint16(42), granted, nonce));
    answer.fill(0, 44, 60);
    answer.fill(0xff, 54, 56);
    answer.set(this.externalAddress.octets, 56);
    return answer;
  }

  /** A PCP answer repeats the request's fields. */
  #pcpHeader(request: Uint8Array, result: number, lifetime: number, length: number): Uint8Array {
    const answer = new Uint8Array(length);
    answer.set(request.subarray(0, length));
    answer.fill(0, 12, 24);
    const view = new DataView(answer.buffer);
    view.setUint8(0, 2);
    view.setUint8(1, (request[1] ?? 0) | 0x80);
    view.setUint8(3, result);
    view.setUint32(4, lifetime);
    view.setUint32(8, this.epochSeconds);
    return answer;
  }

  #keep(key: string, wantedPort: number, lifetime: number, nonce: string): number {
    if (lifetime === 0) {
      this.mappings.delete(key);
      return 0;
    }
    const known = this.mappings.get(key);
    let externalPort = known?.externalPort ?? (wantedPort === 0 ? 40_000 : wantedPort);
    while (this.takenPorts.has(externalPort)) externalPort += 1;
    this.mappings.set(key, { externalPort, nonce, lifetime });
    this.mostMappings = Math.max(this.mostMappings, this.mappings.size);
    return externalPort;
  }
}
