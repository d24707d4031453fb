import { Duration } from "../../core/duration.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { GatewayFailure, Mapping, MappingRequest } from "../gateway.ts";
import type { Allowance } from "./allowance.ts";
import { type ActionFailure, callAction, type ControlMeans } from "./control.ts";
import type { UpnpService } from "./description.ts";
import { upnpError } from "./fail-codes.ts";
import type { ActionArguments, ActionValues } from "./soap.ts";

/** WANIPv6FirewallControl:1, part of IGD 2: holes in a firewall that translates nothing. */

/** Protocol numbers of IP. */
const protocolNumbers = { tcp: "6", udp: "17" } as const;

/** Longest lease of a pinhole, in seconds: a day. WANIPv6FirewallControl:1, A_ARG_TYPE_LeaseTime */
const longestLease = 86_400;

export class Pinholes {
  readonly #service: UpnpService;
  readonly #means: ControlMeans;
  /** Numbers of the holes we made; a router gives each hole one. */
  readonly #idByHole: Map<string, string> = new Map();

  constructor(service: UpnpService, means: ControlMeans) {
    this.#service = service;
    this.#means = means;
  }

  /** Undefined where the firewall lets holes be made, or does not tell. */
  async obstacle(allowance: Allowance): Promise<GatewayFailure | undefined> {
    const answered = await this.#call("GetFirewallStatus", [], allowance);
    if (!answered.ok) return answered.code === "gateway-unsupported" ? plain(answered) : undefined;
    if (isFalse(answered.value.get("firewallenabled"))) {
      return { code: "gateway-unsupported", detail: "the router's IPv6 firewall is off: there is nothing to open" };
    }
    if (isFalse(answered.value.get("inboundpinholeallowed"))) {
      return { code: "gateway-refused", detail: "the router lets no host open its IPv6 firewall" };
    }
    return undefined;
  }

  /** Makes a hole, or renews the one we made; one the router has forgotten is made anew. */
  async map(request: MappingRequest, allowance: Allowance): Promise<Result<Mapping, GatewayFailure>> {
    const seconds = Math.min(Math.max(1, Math.round(request.lifetime / 1_000)), longestLease);
    const known = this.#idByHole.get(keyOf(request));
    if (known !== undefined) {
      const renewed = await this.#call(
        "UpdatePinhole",
        [
          ["UniqueID", known],
          ["NewLeaseTime", String(seconds)],
        ],
        allowance,
      );
      if (renewed.ok) return ok(mappingOf(request, known, seconds));
      if (renewed.upnpError === undefined) return failure(plain(renewed));
      this.#idByHole.delete(keyOf(request));
    }
    const added = await this.#call("AddPinhole", holeArguments(request, seconds), allowance);
    if (!added.ok) return failure(plain(added));
    const id = added.value.get("uniqueid") ?? "";
    if (!/^\d{1,5}$/.test(id)) return failure({ code: "answer-unreadable", detail: "AddPinhole: tells no number" });
    this.#idByHole.set(keyOf(request), id);
    return ok(mappingOf(request, id, seconds));
  }

  async unmap(request: MappingRequest, mapping: Mapping, allowance: Allowance): Promise<Result<void, GatewayFailure>> {
    const id = this.#idByHole.get(keyOf(request)) ?? mapping.handle;
    if (id === undefined) return ok(undefined);
    const removed = await this.#call("DeletePinhole", [["UniqueID", id]], allowance);
    if (!removed.ok && !isGone(removed)) return failure(plain(removed));
    this.#idByHole.delete(keyOf(request));
    return ok(undefined);
  }

  #call(action: string, args: ActionArguments, allowance: Allowance): Promise<Result<ActionValues, ActionFailure>> {
    return callAction(this.#service, action, args, this.#means, allowance);
  }
}

function keyOf({ transport, internalAddress, internalPort }: MappingRequest): string {
  return `${transport} ${internalAddress} ${internalPort}`;
}

/** What is open is the host's own port: nothing is translated. */
function mappingOf(request: MappingRequest, handle: string, seconds: number): Mapping {
  return {
    externalAddress: request.internalAddress,
    externalPort: request.internalPort,
    lifetime: Duration.seconds(seconds),
    epoch: undefined,
    handle,
  };
}

/** From every host and port. WANIPv6FirewallControl:1, AddPinhole() */
function holeArguments(request: MappingRequest, seconds: number): ActionArguments {
  return [
    ["RemoteHost", ""],
    ["RemotePort", "0"],
    ["InternalClient", request.internalAddress.toString()],
    ["InternalPort", String(request.internalPort)],
    ["Protocol", protocolNumbers[request.transport]],
    ["LeaseTime", String(seconds)],
  ];
}

/** The number has the right form, so whoever finds fault with it does not know it: miniupnpd 2.3 answers 402. */
function isGone({ upnpError: number }: ActionFailure): boolean {
  return number === upnpError.noSuchPinhole || number === upnpError.invalidArgs;
}

/** Booleans of UPnP. UDA 1.1 §2 */
function isFalse(text: string | undefined): boolean {
  return /^(?:0|false|no)$/i.test(text ?? "");
}

function plain({ code, detail }: ActionFailure): GatewayFailure {
  return { code, detail };
}
