import { type Clock, wait } from "../core/clock.ts";
import type { RouteTable } from "../core/default-route.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import { type AddressTable, isTunnelKind } from "../core/interface-address.ts";
import { Prefix } from "../core/prefix.ts";
import { type Failure, failure, ok, type Result } from "../core/result.ts";
import { firstToOpen } from "./first-to-open.ts";
import {
  type GatewayClient,
  type GatewayFailure,
  type GatewayLimits,
  type GatewayProtocol,
  gatewayProtocols,
} from "./gateway.ts";
import { describe, type GatewayLink, leadsOver, type Line, linkKey } from "./link.ts";
import type { OpenGateway } from "./open-gateway.ts";
import { SearchPace } from "./search-pace.ts";
import { watchedClient } from "./watched-client.ts";

/**
 * Which router the default route leads to and which protocol it speaks, asked once and remembered. Knows none of the
 * protocols itself.
 */

/** What a router is wanted for. */
export interface GatewayWish {
  /** Of the address or of the mappings. */
  readonly family: Family;
  readonly purpose: "address" | "mappings";
  /** Only these; all of them when absent. */
  readonly protocols?: readonly GatewayProtocol[];
  /** The line whose router is meant; the preferred one when absent. */
  readonly over?: Line;
}

export interface FoundGateway {
  readonly client: GatewayClient;
  readonly link: GatewayLink;
}

/** The routers of this host, as a port for those who ask them. */
export interface Gateways {
  /** The link of the family's first default route (of those over the line) that leads to a router, and not into a tunnel. */
  link(family: Family, over?: Line): Promise<Result<GatewayLink, GatewayFailure>>;
  /**
   * The router that answers, at once when it is known. Where none did lately, that is the answer, and asking goes on
   * behind it now and then.
   *
   * @param limits how long to wait; a search goes on all the same, for whoever asks next.
   */
  find(wish: GatewayWish, limits: GatewayLimits): Promise<Result<FoundGateway, GatewayFailure>>;
  /** Something showed that routers may speak that did not: silence so far counts no longer. */
  askAnew(): void;
}

export interface FinderPorts {
  readonly clock: Clock;
  readonly routes: RouteTable;
  readonly addressTable: AddressTable;
  /** Protocols without an entry are never tried. */
  readonly openers: Readonly<Partial<Record<GatewayProtocol, OpenGateway>>>;
}

/** For all protocols together. UPnP devices may take a second to answer a search that allows it. UDA 2.0 §1.3.2 */
const searchTimeout = Duration.seconds(3);

/** How long silence is remembered: from so long, twice as long each time, up to so long. */
const shortestSilence = Duration.seconds(30);
const longestSilence = Duration.minutes(15);

/**
 * By purpose, the order in which protocols are tried. PCP comes first for mappings, as the one with proof of ownership and
 * IPv6; but it tells the address only by making a mapping, where NAT-PMP and UPnP have a question that changes nothing.
 * Servers of PCP answer NAT-PMP on the same port, as a rule.
 */
const orders: Readonly<Record<GatewayWish["purpose"], readonly GatewayProtocol[]>> = {
  address: ["nat-pmp", "pcp", "upnp"],
  mappings: gatewayProtocols,
};

/** The link on which a protocol is asked about a family; undefined where it knows nothing of it. */
const places: Readonly<Record<GatewayProtocol, (family: Family) => Family | undefined>> = {
  pcp: (family) => family,
  "nat-pmp": (family) => (family === "ipv4" ? "ipv4" : undefined),
  // Descriptions of IPv6 firewalls, too, are searched and fetched over IPv4.
  upnp: () => "ipv4",
};

type Found = Result<FoundGateway, GatewayFailure>;

/** What is known of one wish on one link. */
interface Search {
  /** The outcome of the search under way, or of the last one. */
  outcome: Promise<Found>;
  /** Undefined while under way. */
  ended: { readonly found: Found; readonly at: Duration } | undefined;
  /** For a search that checks on silence: what is answered meanwhile. */
  readonly before: { readonly found: Found; readonly silence: Duration } | undefined;
  /** How long a failure counts. */
  readonly silence: Duration;
}

/** More are forgotten: links come and go with every network a laptop visits. */
const mostSearches = 32;

export class GatewayFinder implements Gateways {
  readonly #ports: FinderPorts;
  readonly #searches: Map<string, Search> = new Map();
  readonly #pace: SearchPace;

  constructor(ports: FinderPorts) {
    this.#ports = ports;
    this.#pace = new SearchPace(ports.clock);
  }

  async link(family: Family, over?: Line): Promise<Result<GatewayLink, GatewayFailure>> {
    const routes = await this.#ports.routes.defaultRoutes();
    if (!routes.ok) return notFound(routes.detail);
    const ofFamily = routes.value.filter(
      (one) => one.family === family && (over === undefined || leadsOver(over, one)),
    );
    if (ofFamily.length === 0) {
      return notFound(`no default route of ${family}${over === undefined ? "" : ` over ${describe(over)}`}`);
    }
    const table = await this.#ports.addressTable.read();
    for (const { gateway, localAddress, interfaceName, interfaceIndex } of ofFamily) {
      if (gateway?.family !== family || localAddress === undefined) continue;
      const entries = table.ok ? table.value.filter((entry) => entry.interfaceName === interfaceName) : [];
      // What is at the other end of a tunnel may answer as well, with the address of that end.
      if (entries.some(({ linkKind }) => isTunnelKind(linkKind))) continue;
      const own = entries.find(({ address }) => address.equals(localAddress));
      const onLink = own === undefined ? undefined : Prefix.around(own.address, own.prefixLength);
      return ok({ gateway, localAddress, interfaceName, interfaceIndex, onLink });
    }
    return notFound(`no default route of ${family} leads to a router`);
  }

  async find(wish: GatewayWish, limits: GatewayLimits): Promise<Found> {
    const attempts = await this.#attempts(wish);
    if (!attempts.ok) return attempts;
    const key = [...attempts.value.map(({ protocol, link }) => `${protocol} ${linkKey(link)}`), wish.family].join(" ");
    const search = this.#searches.get(key) ?? this.#begin(key, wish, attempts.value, undefined);
    const { ended, before } = search;
    if (ended === undefined) return before === undefined ? this.#waitFor(search, limits) : before.found;
    const isOver = this.#ports.clock.monotonic() - ended.at >= search.silence;
    if (!ended.found.ok && isOver) {
      const silence = Duration.milliseconds(Math.min(2 * search.silence, longestSilence));
      const due = attempts.value.filter(({ protocol, link }) => this.#pace.isDue(protocol, link));
      if (due.length > 0) this.#begin(key, wish, due, { found: ended.found, silence });
    }
    return ended.found;
  }

  askAnew(): void {
    this.#pace.forget();
    // One under way may have asked before the router could answer, and would end as silence.
    for (const [key, { ended }] of this.#searches) if (ended?.found.ok !== true) this.#searches.delete(key);
  }

  /** What to try, in order; each protocol on the link where it can be spoken. Never an empty list. */
  async #attempts({
    family,
    purpose,
    protocols,
    over,
  }: GatewayWish): Promise<Result<readonly Attempt[], GatewayFailure>> {
    const links: Partial<Record<Family, Result<GatewayLink, GatewayFailure>>> = {};
    const attempts: Attempt[] = [];
    let last: Failure<GatewayFailure> = notFound("no protocol to ask by");
    for (const protocol of orders[purpose]) {
      const open = this.#ports.openers[protocol];
      const place = places[protocol](family);
      if (open === undefined || place === undefined || protocols?.includes(protocol) === false) continue;
      const link = links[place] ?? (await this.link(place, over));
      links[place] = link;
      if (link.ok) attempts.push({ protocol, link: link.value, open });
      else last = link;
    }
    return attempts.length > 0 ? ok(attempts) : last;
  }

  #begin(key: string, { family }: GatewayWish, attempts: readonly Attempt[], before: Search["before"]): Search {
    const { clock } = this.#ports;
    const forget = (): void => {
      if (this.#searches.get(key) === search) this.#searches.delete(key);
    };
    const tries = attempts.map(({ protocol, link, open }) => async (signal: AbortSignal): Promise<Found> => {
      const opened = await open(link, { timeout: searchTimeout, signal });
      this.#pace.ended(protocol, link, opened.ok ? undefined : opened.code);
      if (!opened.ok) return opened;
      if (opened.value.families.includes(family)) return ok({ client: watchedClient(opened.value, forget), link });
      return failure({ code: "gateway-unsupported", detail: `${opened.value.label}: not for ${family}` });
    });
    const silence = before?.silence ?? shortestSilence;
    const search: Search = { outcome: firstToOpen(tries, clock), ended: undefined, before, silence };
    search.outcome = search.outcome.then((found) => {
      search.ended = { found, at: clock.monotonic() };
      return found;
    });
    if (this.#searches.size >= mostSearches) this.#searches.clear();
    this.#searches.set(key, search);
    return search;
  }

  async #waitFor(search: Search, { timeout, signal }: GatewayLimits): Promise<Found> {
    const over = new AbortController();
    const either = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
    const patience = wait(this.#ports.clock, timeout, either).then((isOver): Found => {
      return isOver
        ? failure({ code: "timed-out", detail: "no router has answered yet" })
        : failure({ code: "aborted", detail: "no longer wanted" });
    });
    try {
      return await Promise.race([search.outcome, patience]);
    } finally {
      over.abort();
    }
  }
}

interface Attempt {
  readonly protocol: GatewayProtocol;
  readonly link: GatewayLink;
  readonly open: OpenGateway;
}

function notFound(detail: string): Failure<GatewayFailure> {
  return failure({ code: "gateway-not-found", detail });
}
