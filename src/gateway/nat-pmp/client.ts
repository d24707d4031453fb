import { scopeOf } from "../../core/address-scope.ts";
import { assert } from "../../core/assert.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import { type Failure, failure, ok, type Result } from "../../core/result.ts";
import { askGateway, type AskPorts } from "../ask-gateway.ts";
import type {
  ExternalAddress,
  GatewayClient,
  GatewayFailCode,
  GatewayFailure,
  GatewayLimits,
  Mapping,
  MappingRequest,
  Transport,
} from "../gateway.ts";
import type { GatewayLink } from "../link.ts";
import { secondsOf } from "../seconds.ts";
import {
  decodeNatPmpAnswer,
  encodeMappingRequest,
  externalAddressRequest,
  type NatPmpAnswer,
  natPmpResults,
} from "./message.ts";

/** Asks a router by NAT-PMP (RFC 6886). It knows IPv4 only, and mappings for whoever asks only. */

/** The first pause, doubled until the question has been sent nine times. RFC 6886 §3.1 */
const firstPause = Duration.milliseconds(250);
const sendCount = 9;

export function natPmpPauses(): readonly Duration[] {
  return Array.from({ length: sendCount - 1 }, (_, index) => Duration.milliseconds(firstPause * 2 ** index));
}

type NatPmpExternal = Extract<NatPmpAnswer, { kind: "external-address" }>;
type NatPmpMapping = Extract<NatPmpAnswer, { kind: "mapping" }>;

export class NatPmpClient implements GatewayClient {
  readonly protocol = "nat-pmp";
  readonly families: readonly Family[] = ["ipv4"];
  readonly #link: GatewayLink;
  readonly #ports: AskPorts;

  constructor(link: GatewayLink, ports: AskPorts) {
    this.#link = link;
    this.#ports = ports;
  }

  get label(): string {
    return this.#link.gateway.toString();
  }

  async externalAddress(limits: GatewayLimits): Promise<Result<ExternalAddress, GatewayFailure>> {
    const pick = (one: NatPmpAnswer): NatPmpExternal | undefined => (one.kind === "external-address" ? one : undefined);
    const answer = await this.#ask(externalAddressRequest, "external-address", pick, limits);
    if (!answer.ok) return answer;
    const { address, epochSeconds } = answer.value;
    if (scopeOf(address) === "unspecified") return this.#failed("gateway-no-address", `answered ${address}`);
    return ok({ address, epoch: { seconds: epochSeconds } });
  }

  async map(request: MappingRequest, limits: GatewayLimits): Promise<Result<Mapping, GatewayFailure>> {
    const { externalPort, lifetime } = request;
    const answer = await this.#askMapping(request, externalPort, Math.max(1, secondsOf(lifetime)), limits);
    if (!answer.ok) return answer;
    const { lifetimeSeconds, epochSeconds } = answer.value;
    if (answer.value.externalPort === 0 || lifetimeSeconds === 0) {
      return this.#failed("answer-unreadable", "granted a mapping without port or lifetime");
    }
    return ok({
      externalAddress: undefined,
      externalPort: answer.value.externalPort,
      lifetime: Duration.seconds(lifetimeSeconds),
      epoch: { seconds: epochSeconds },
    });
  }

  async unmap(request: MappingRequest, _: Mapping, limits: GatewayLimits): Promise<Result<void, GatewayFailure>> {
    const answer = await this.#askMapping(request, 0, 0, limits);
    if (!answer.ok) return answer;
    return answer.value.lifetimeSeconds === 0
      ? ok(undefined)
      : this.#failed("gateway-refused", "the mapping is still there");
  }

  async #askMapping(
    { transport, internalPort, internalAddress }: MappingRequest,
    externalPort: number,
    lifetimeSeconds: number,
    limits: GatewayLimits,
  ): Promise<Result<NatPmpMapping, GatewayFailure>> {
    // The router maps to the address the question comes from. RFC 6886 §3.3
    if (!internalAddress.equals(this.#link.localAddress)) {
      return this.#failed("gateway-unsupported", `no mappings for ${internalAddress} from ${this.#link.localAddress}`);
    }
    const request = encodeMappingRequest(transport, internalPort, externalPort, lifetimeSeconds);
    const pick = (one: NatPmpAnswer): NatPmpMapping | undefined =>
      one.kind === "mapping" && one.transport === transport && one.internalPort === internalPort ? one : undefined;
    return this.#ask(request, transport, pick, limits);
  }

  /** Asks and sorts what comes back; refusals are failures. */
  async #ask<T>(
    request: Uint8Array,
    opcode: "external-address" | Transport,
    pick: (answer: NatPmpAnswer) => T | undefined,
    limits: GatewayLimits,
  ): Promise<Result<T, GatewayFailure>> {
    const read = (payload: Uint8Array): Result<T, GatewayFailure> | undefined => {
      const decoded = decodeNatPmpAnswer(payload);
      if (!decoded.ok) return undefined;
      const answer = decoded.value;
      if (answer.kind === "other-version") {
        return this.#failed("gateway-unsupported", `speaks version ${answer.version} only`);
      }
      if (answer.kind === "refusal") {
        const isOurs = answer.opcode === opcode || answer.result === natPmpResults.unsupportedVersion;
        return isOurs ? this.#failed(codeOf(answer.result), `result ${answer.result}`) : undefined;
      }
      const picked = pick(answer);
      return picked === undefined ? undefined : ok(picked);
    };
    const isAnswer = (payload: Uint8Array): boolean => read(payload) !== undefined;
    const payload = await askGateway({ request, isAnswer, pauses: natPmpPauses() }, this.#link, this.#ports, limits);
    if (!payload.ok) return payload;
    const answer = read(payload.value);
    assert(answer !== undefined, "what was taken for an answer is one");
    return answer;
  }

  #failed(code: GatewayFailCode, what: string): Failure<GatewayFailure> {
    return failure({ code, detail: `${this.label}: ${what}` });
  }
}

/** RFC 6886 §3.5 */
function codeOf(result: number): GatewayFailCode {
  switch (result) {
    case natPmpResults.unsupportedVersion:
    case natPmpResults.unsupportedOpcode:
      return "gateway-unsupported";
    case natPmpResults.refused:
      return "gateway-refused";
    case natPmpResults.networkFailure:
      return "gateway-no-address";
    case natPmpResults.outOfResources:
      return "gateway-busy";
    default:
      return "answer-unreadable";
  }
}
