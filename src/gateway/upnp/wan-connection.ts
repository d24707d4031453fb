import { Address } from "../../core/address.ts";
import { scopeOf } from "../../core/address-scope.ts";
import { Duration } from "../../core/duration.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { Epoch, GatewayFailure, Mapping, MappingRequest } from "../gateway.ts";
import type { Allowance } from "./allowance.ts";
import { type ActionFailure, callAction, type ControlMeans } from "./control.ts";
import type { UpnpService } from "./description.ts";
import { upnpError } from "./fail-codes.ts";
import { shown } from "./shown.ts";
import type { ActionArguments, ActionValues } from "./soap.ts";

/** WANIPConnection and WANPPPConnection, versions 1 and 2: one line to the Internet, its address and its mappings. */

/** An entry of the router's list. */
interface Entry {
  readonly internalClient: string;
  readonly internalPort: number;
  /** Seconds that are left; 0 for ever, or where the router does not count. */
  readonly leaseSeconds: number;
}

/**
 * Answers to a lease that mean the router knows permanent mappings only: the code for it, and what firmware answers that
 * checks arguments before it knows of leases.
 */
const leaseRefusals: readonly (number | undefined)[] = [
  upnpError.onlyPermanentLeases,
  upnpError.invalidArgs,
  upnpError.actionFailed,
  upnpError.valueInvalid,
  upnpError.valueOutOfRange,
];

/** Longest lease of version 2, in seconds: a week. WANIPConnection:2, PortMappingLeaseDuration */
const longestLease = 604_800;

export class WanConnection {
  readonly service: UpnpService;
  readonly #means: ControlMeans;
  /** Learned from answers, so that it need not be asked again. */
  #knowsLeases = true;
  #tellsUptime = true;

  constructor(service: UpnpService, means: ControlMeans) {
    this.service = service;
    this.#means = means;
  }

  /** Undefined where the router does not tell. */
  async isConnected(allowance: Allowance): Promise<boolean | undefined> {
    const answered = await this.#call("GetStatusInfo", [], allowance);
    const status = answered.ok ? answered.value.get("newconnectionstatus") : undefined;
    return status === undefined || status === "" ? undefined : /^connected$/i.test(status);
  }

  /**
   * How long the line has been up, as an age for the router: it is no older, and one that lost its mappings in a restart
   * shows it. Where only the line began anew, mappings are made once more without need.
   *
   * Undefined where the router does not count. One that does not answer with a number is not asked again; zero is what those
   * say that have just begun, and those that never count.
   */
  async epoch(allowance: Allowance): Promise<Epoch | undefined> {
    if (!this.#tellsUptime) return undefined;
    const answered = await this.#call("GetStatusInfo", [], allowance);
    const text = answered.ok ? (answered.value.get("newuptime") ?? "") : "";
    this.#tellsUptime = /^\d{1,10}$/.test(text);
    return this.#tellsUptime && Number(text) > 0 ? { seconds: Number(text) } : undefined;
  }

  async externalAddress(allowance: Allowance): Promise<Result<Address, GatewayFailure>> {
    const answered = await this.#call("GetExternalIPAddress", [], allowance);
    if (!answered.ok) return answered;
    const text = answered.value.get("newexternalipaddress") ?? "";
    // Without a line some say nothing and some 0.0.0.0.
    const address = Address.parse(text);
    if (text === "" || (address.ok && scopeOf(address.value) === "unspecified")) {
      return failure({ code: "gateway-no-address", detail: "the router tells no external address" });
    }
    if (!address.ok) return failure({ code: "answer-unreadable", detail: `external address: ${shown(text)}` });
    return ok(address.value);
  }

  /**
   * Makes or renews a mapping.
   *
   * Whose a port is, is asked first: much firmware lets one host take another's mapping over without a word. And what was
   * granted is asked afterwards, because the answer itself does not tell; some firmware grants and then has nothing.
   */
  async map(request: MappingRequest, allowance: Allowance): Promise<Result<Mapping, GatewayFailure>> {
    const held = await this.#entry(request, request.externalPort, allowance);
    const isTaken = held !== undefined && !isOurs(held, request);
    const added = isTaken
      ? failure(portTaken(request, held))
      : await this.#add(request, request.externalPort, allowance);
    if (added.ok) return this.#granted(request, request.externalPort, allowance);
    if (added.upnpError === upnpError.samePortRequired && request.externalPort !== request.internalPort) {
      return this.map({ ...request, externalPort: request.internalPort }, allowance);
    }
    const mayChoose = added.code === "gateway-port-taken" && this.service.version >= 2;
    return mayChoose ? this.#addAny(request, added, allowance) : failure(plain(added));
  }

  /** Removes our mapping; another's on the same port is left alone. */
  async unmap(request: MappingRequest, mapping: Mapping, allowance: Allowance): Promise<Result<void, GatewayFailure>> {
    const held = await this.#entry(request, mapping.externalPort, allowance);
    if (held !== undefined && !isOurs(held, request)) return ok(undefined);
    const removed = await this.#call("DeletePortMapping", portArguments(request, mapping.externalPort), allowance);
    if (removed.ok || removed.upnpError === upnpError.noSuchEntry) return ok(undefined);
    return failure(plain(removed));
  }

  async #add(
    request: MappingRequest,
    externalPort: number,
    allowance: Allowance,
  ): Promise<Result<ActionValues, ActionFailure>> {
    return this.#withLease(request, (seconds) =>
      this.#call("AddPortMapping", mappingArguments(request, externalPort, seconds), allowance),
    );
  }

  /** Lets the router choose a port. WANIPConnection:2, AddAnyPortMapping() */
  async #addAny(
    request: MappingRequest,
    taken: ActionFailure,
    allowance: Allowance,
  ): Promise<Result<Mapping, GatewayFailure>> {
    const added = await this.#withLease(request, (seconds) =>
      this.#call("AddAnyPortMapping", mappingArguments(request, request.externalPort, seconds), allowance),
    );
    if (!added.ok) {
      const isMissing = added.upnpError === upnpError.invalidAction || added.upnpError === upnpError.notImplemented;
      return failure(plain(isMissing ? taken : added));
    }
    const port = Number(added.value.get("newreservedport") ?? Number.NaN);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      return failure({ code: "answer-unreadable", detail: "AddAnyPortMapping: tells no port" });
    }
    return this.#granted(request, port, allowance);
  }

  /** Asks with a lease, and without one where the router knows none. */
  async #withLease(
    request: MappingRequest,
    call: (seconds: number) => Promise<Result<ActionValues, ActionFailure>>,
  ): Promise<Result<ActionValues, ActionFailure>> {
    const first = await call(this.#knowsLeases ? leaseSeconds(request.lifetime) : 0);
    if (first.ok || !this.#knowsLeases || !leaseRefusals.includes(first.upnpError)) return first;
    const second = await call(0);
    if (second.ok) this.#knowsLeases = false;
    return second.ok || first.upnpError === upnpError.onlyPermanentLeases ? second : first;
  }

  async #granted(
    request: MappingRequest,
    externalPort: number,
    allowance: Allowance,
  ): Promise<Result<Mapping, GatewayFailure>> {
    const asked = Duration.seconds(leaseSeconds(request.lifetime));
    const entry = await this.#call("GetSpecificPortMappingEntry", portArguments(request, externalPort), allowance);
    if (!entry.ok && entry.upnpError === upnpError.noSuchEntry) {
      return failure({
        code: "gateway-unsupported",
        detail: "the router says it made the mapping, and does not have it",
      });
    }
    const held = entry.ok ? readEntry(entry.value) : undefined;
    if (held !== undefined && !isOurs(held, request)) return failure(plain(portTaken(request, held)));
    // Zero is what routers tell that do not count; renewing a mapping without need is harmless, losing it is not.
    const told = held === undefined || held.leaseSeconds === 0 ? asked : Duration.seconds(held.leaseSeconds);
    const lifetime = this.#knowsLeases ? told : "forever";
    return ok({ externalAddress: undefined, externalPort, lifetime, epoch: undefined });
  }

  /** The entry of one external port; undefined where there is none, and where the router cannot tell. */
  async #entry(request: MappingRequest, externalPort: number, allowance: Allowance): Promise<Entry | undefined> {
    const answered = await this.#call("GetSpecificPortMappingEntry", portArguments(request, externalPort), allowance);
    return answered.ok ? readEntry(answered.value) : undefined;
  }

  #call(action: string, args: ActionArguments, allowance: Allowance): Promise<Result<ActionValues, ActionFailure>> {
    return callAction(this.service, action, args, this.#means, allowance);
  }
}

/** Undefined for an answer that names no host: some routers answer an empty entry where there is none. */
function readEntry(values: ActionValues): Entry | undefined {
  const internalClient = values.get("newinternalclient") ?? "";
  if (internalClient === "") return undefined;
  return {
    internalClient,
    internalPort: Number(values.get("newinternalport") ?? 0),
    leaseSeconds: Number(/^\d{1,10}$/.exec(values.get("newleaseduration") ?? "")?.[0] ?? 0),
  };
}

function isOurs(entry: Entry, request: MappingRequest): boolean {
  const client = Address.parse(entry.internalClient);
  return client.ok && client.value.equals(request.internalAddress) && entry.internalPort === request.internalPort;
}

function portTaken(request: MappingRequest, held: Entry): ActionFailure {
  const detail = `port ${request.externalPort} is mapped to ${shown(held.internalClient)}:${held.internalPort}`;
  return { code: "gateway-port-taken", detail, upnpError: undefined };
}

function plain({ code, detail }: ActionFailure): GatewayFailure {
  return { code, detail };
}

/** Not zero, which would mean for ever. */
function leaseSeconds(lifetime: Duration): number {
  return Math.min(Math.max(1, Math.round(lifetime / 1_000)), longestLease);
}

/** Any host may come in: an empty remote host is the wildcard. WANIPConnection:1, RemoteHost */
function portArguments(request: MappingRequest, externalPort: number): ActionArguments {
  return [
    ["NewRemoteHost", ""],
    ["NewExternalPort", String(externalPort)],
    ["NewProtocol", request.transport.toUpperCase()],
  ];
}

function mappingArguments(request: MappingRequest, externalPort: number, seconds: number): ActionArguments {
  return [
    ...portArguments(request, externalPort),
    ["NewInternalPort", String(request.internalPort)],
    ["NewInternalClient", request.internalAddress.toString()],
    ["NewEnabled", "1"],
    ["NewPortMappingDescription", request.description],
    ["NewLeaseDuration", String(seconds)],
  ];
}
