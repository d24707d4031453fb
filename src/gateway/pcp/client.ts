import type { Address } from "../../core/address.ts";
import { assert } from "../../core/assert.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import { equalOctets } from "../../core/octets.ts";
import type { Random } from "../../core/random.ts";
import { type Failure, failure, ok, type Result } from "../../core/result.ts";
import { askGateway, type AskPorts } from "../ask-gateway.ts";
import type {
  Epoch,
  ExternalAddress,
  GatewayClient,
  GatewayFailCode,
  GatewayFailure,
  GatewayLimits,
  Mapping,
  MappingRequest,
} from "../gateway.ts";
import type { GatewayLink } from "../link.ts";
import { secondsOf } from "../seconds.ts";
import {
  decodePcpAnswer,
  encodeAnnounceRequest,
  encodeMapRequest,
  nonceOctets,
  type PcpAnswer,
  type PcpMapping,
  pcpResults,
} from "./message.ts";

/** Asks a router by PCP (RFC 6887) for mappings of the family that the link to it is of. */

/** The first pause, and the longest one. RFC 6887 §8.1.1 */
const firstPause = Duration.seconds(3);
const longestPause = Duration.seconds(1_024);

/** Pauses double, each a tenth longer or shorter by chance. RFC 6887 §8.1.1 */
export function* pcpPauses(random: Random): Generator<Duration, never> {
  let next: number = firstPause;
  for (;;) {
    const pause = Duration.milliseconds(next * (0.9 + 0.2 * random.fraction()));
    yield pause;
    next = Math.min(2 * pause, longestPause);
  }
}

/** Longest lifetimes believed, of mappings and of errors; a server may send 136 years. RFC 6887 §8.3, §15 */
const longestLifetime = Duration.hours(24);
const longestErrorLifetime = Duration.minutes(30);

/**
 * What the question for the external address maps: nobody listens on the discard port (RFC 863), and servers raise so
 * short a lifetime to their own minimum, 120 s at most (RFC 6887 §15).
 */
const probePort = 9;
const probeLifetime = Duration.seconds(30);

/** How long the answer waits for the removal of what was made for it; the lifetime removes it as well. */
const removalTimeout = Duration.milliseconds(500);

export interface PcpPorts extends AskPorts {
  readonly random: Random;
}

export class PcpClient implements GatewayClient {
  readonly protocol = "pcp";
  readonly #link: GatewayLink;
  readonly #ports: PcpPorts;

  constructor(link: GatewayLink, ports: PcpPorts) {
    this.#link = link;
    this.#ports = ports;
  }

  get families(): readonly Family[] {
    return [this.#link.gateway.family];
  }

  get label(): string {
    return this.#link.gateway.toString();
  }

  /** How long the server has been up: the one question that any server answers and that changes nothing. */
  async epoch(limits: GatewayLimits): Promise<Result<Epoch, GatewayFailure>> {
    const { localAddress } = this.#link;
    const request = encodeAnnounceRequest(localAddress);
    const answer = await this.#ask(request, localAddress, ({ opcode }) => opcode === "announce", limits);
    return answer.ok ? ok({ seconds: answer.value.epochSeconds }) : answer;
  }

  /**
   * Makes a mapping nobody uses, reads the address in it and removes it: PCP knows no question for the address alone, so
   * the one of NAT-PMP is to be preferred where a router speaks both.
   */
  async externalAddress(limits: GatewayLimits): Promise<Result<ExternalAddress, GatewayFailure>> {
    const { localAddress, gateway } = this.#link;
    if (gateway.family === "ipv6") return this.#failed("gateway-unsupported", "IPv6 addresses are not translated");
    const request: MappingRequest = {
      transport: "udp",
      internalAddress: localAddress,
      internalPort: probePort,
      externalPort: 0,
      lifetime: probeLifetime,
      nonce: this.#ports.random.octets(nonceOctets),
      description: "",
    };
    const mapping = await this.map(request, limits);
    if (!mapping.ok) return mapping;
    await this.unmap(request, mapping.value, { ...limits, timeout: removalTimeout });
    const { externalAddress, epoch } = mapping.value;
    return externalAddress === undefined
      ? this.#failed("gateway-no-address", "made a mapping without an address")
      : ok({ address: externalAddress, epoch });
  }

  async map(request: MappingRequest, limits: GatewayLimits): Promise<Result<Mapping, GatewayFailure>> {
    const { internalAddress, internalPort, externalPort, lifetime } = request;
    // Nothing is translated in IPv6; miniupnpd 2.3.1 repeats another suggestion as if it had granted it.
    const suggested = internalAddress.family === "ipv6" ? internalPort : externalPort;
    const answer = await this.#askMap(request, suggested, Math.max(1, secondsOf(lifetime)), limits);
    if (!answer.ok) return answer;
    const { mapping, lifetimeSeconds, epochSeconds } = answer.value;
    if (mapping === undefined || mapping.externalPort === 0 || lifetimeSeconds === 0) {
      return this.#failed("answer-unreadable", "granted a mapping without port or lifetime");
    }
    return ok({
      externalAddress: mapping.externalAddress,
      externalPort: mapping.externalPort,
      lifetime: atMost(longestLifetime, lifetimeSeconds),
      epoch: { seconds: epochSeconds },
    });
  }

  async unmap(request: MappingRequest, _: Mapping, limits: GatewayLimits): Promise<Result<void, GatewayFailure>> {
    const answer = await this.#askMap(request, 0, 0, limits);
    if (answer.ok) return ok(undefined);
    // Removing takes no resources: miniupnpd 2.3.1 says so of a mapping that is not there.
    if (answer.result === pcpResults.noResources) return ok(undefined);
    if (answer.result !== pcpResults.notAuthorized || request.internalAddress.family !== "ipv6") return answer;
    // miniupnpd 2.3.1 with nftables does not recognise the owner of a pinhole that was renewed; making it end soon is
    // still allowed.
    const shortened = await this.map({ ...request, lifetime: Duration.seconds(1) }, limits);
    return shortened.ok ? { ...answer, detail: `${answer.detail}; ends in ${lengthOf(shortened.value)}` } : answer;
  }

  /**
   * From the address that is to be mapped, as the protocol wants it. Where that one is not ours, for another host, which
   * few servers allow. RFC 6887 §8.1, §13.1
   */
  async #askMap(
    request: MappingRequest,
    externalPort: number,
    lifetimeSeconds: number,
    limits: GatewayLimits,
  ): Promise<Result<Answer, PcpFailure>> {
    const { internalAddress, transport, internalPort, nonce } = request;
    if (internalAddress.family !== this.#link.gateway.family) {
      return this.#failed("gateway-unsupported", `no mappings for ${internalAddress} over this family`);
    }
    const isOurs = (mapping: PcpMapping): boolean =>
      equalOctets(mapping.nonce, nonce) && mapping.transport === transport && mapping.internalPort === internalPort;
    const ask = (clientAddress: Address, thirdParty: Address | undefined): Promise<Result<Answer, PcpFailure>> => {
      const fields = { nonce, transport, internalPort, externalPort, lifetimeSeconds };
      const octets = encodeMapRequest({ clientAddress, thirdParty, ...fields });
      const isAnswer = ({ opcode, mapping }: Answer): boolean =>
        opcode === "map" && (mapping === undefined || isOurs(mapping));
      return this.#ask(octets, clientAddress, isAnswer, limits);
    };
    const { localAddress } = this.#link;
    const own = await ask(internalAddress, undefined);
    const isForOther = !own.ok && own.code === "unreachable" && !internalAddress.equals(localAddress);
    return isForOther ? ask(localAddress, internalAddress) : own;
  }

  /** Asks and sorts what comes back; every result but success is a failure. */
  async #ask(
    request: Uint8Array,
    localAddress: Address,
    isOurs: (answer: Answer) => boolean,
    limits: GatewayLimits,
  ): Promise<Result<Answer, PcpFailure>> {
    const read = (payload: Uint8Array): PcpAnswer | undefined => {
      const answer = decodePcpAnswer(payload);
      if (!answer.ok) return undefined;
      // Who does not know the version cannot tell what was asked either. RFC 6887 §9
      const isAbout = answer.value.kind === "other-version" || isVersionRefusal(answer.value) || isOurs(answer.value);
      return isAbout ? answer.value : undefined;
    };
    const isAnswer = (payload: Uint8Array): boolean => read(payload) !== undefined;
    const question = { request, isAnswer, pauses: pcpPauses(this.#ports.random), localAddress };
    const payload = await askGateway(question, this.#link, this.#ports, limits);
    if (!payload.ok) return payload;
    const answer = read(payload.value);
    assert(answer !== undefined, "what was taken for an answer is one");
    if (answer.kind === "other-version") {
      return this.#failed("gateway-unsupported", `speaks version ${answer.version} only`);
    }
    if (answer.result === pcpResults.success) return ok(answer);
    const { result, lifetimeSeconds } = answer;
    const retry = lifetimeSeconds === 0 ? {} : { retryAfter: atMost(longestErrorLifetime, lifetimeSeconds) };
    return { ...this.#failed(codeOf(result), `result ${result}`), result, ...retry };
  }

  #failed(code: GatewayFailCode, what: string): Failure<GatewayFailure> {
    return failure({ code, detail: `${this.label}: ${what}` });
  }
}

type Answer = Extract<PcpAnswer, { kind: "pcp" }>;

interface PcpFailure extends GatewayFailure {
  /** What the server said, where it did. */
  readonly result?: number;
}

function lengthOf({ lifetime }: Mapping): string {
  return lifetime === "forever" ? lifetime : Duration.format(lifetime);
}

function isVersionRefusal(answer: Answer): boolean {
  return answer.result === pcpResults.unsupportedVersion;
}

function atMost(longest: Duration, seconds: number): Duration {
  return Duration.milliseconds(Math.min(longest, Duration.seconds(seconds)));
}

/** RFC 6887 §7.4 */
function codeOf(result: number): GatewayFailCode {
  switch (result) {
    case pcpResults.notAuthorized:
      return "gateway-refused";
    case pcpResults.networkFailure:
      return "gateway-no-address";
    case pcpResults.cannotProvideExternal:
      return "gateway-port-taken";
    case pcpResults.noResources:
    case pcpResults.userExceededQuota:
    case pcpResults.excessiveRemotePeers:
      return "gateway-busy";
    case pcpResults.unsupportedVersion:
    // Our request is well-formed, and what it does not understand of it, it does not support.
    case pcpResults.malformedRequest:
    case pcpResults.unsupportedOpcode:
    case pcpResults.unsupportedOption:
    case pcpResults.malformedOption:
    case pcpResults.unsupportedProtocol:
    // Another translator stands between us and the server.
    case pcpResults.addressMismatch:
      return "gateway-unsupported";
    default:
      return "answer-unreadable";
  }
}
