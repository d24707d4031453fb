import type { Address } from "../../core/address.ts";
import type { Running } from "../../core/lifecycle.ts";
import type { HttpListener, HttpPeer } from "../../core/listen.ts";
import { type Endpoint, formatEndpoint } from "../../core/net.ts";
import { randomAlphanumeric, type Random } from "../../core/random.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { GatewayFailure } from "../gateway.ts";
import { readProperties } from "./event-message.ts";
import type { UpnpLink } from "./link.ts";
import { hostAddressOf } from "./url-host.ts";
import { parseXml } from "./xml.ts";

/**
 * Where a router's events arrive: a small web server on our address of the link. Takes notices of the router alone, on a
 * path nobody else was told, of the one subscription; everything else gets a bare refusal.
 */

/** One event. */
export interface RouterEvent {
  /** Counts up from 0; undefined where the router does not count. UDA 1.1 §4 */
  readonly sequence: number | undefined;
  /** Names in lower case. */
  readonly values: ReadonlyMap<string, string>;
}

/** Property sets have some hundred octets. */
const limits = { largestBodyOctets: 32_768, idleTimeoutMs: 10_000 };

/** Events that come before the answer that names their subscription; more of them are no router's. */
const mostEarly = 4;

export class EventInbox implements Running {
  /** To be told to the router. */
  readonly callback: string;
  readonly #listening: Running;
  readonly #state: InboxState;

  private constructor(callback: string, listening: Running, state: InboxState) {
    this.callback = callback;
    this.#listening = listening;
    this.#state = state;
  }

  /** @param url where the events are subscribed to; they come from that host or from the gateway. */
  static async open(
    url: URL,
    link: UpnpLink,
    ports: { readonly listener: HttpListener; readonly random: Random },
    onEvent: (event: RouterEvent) => void,
  ): Promise<Result<EventInbox, GatewayFailure>> {
    const path = `/${randomAlphanumeric(ports.random, 16)}`;
    const state = new InboxState([link.gateway, hostAddressOf(url) ?? link.gateway], path, onEvent);
    const endpoint: Endpoint = { address: link.localAddress, port: 0 };
    const opened = await ports.listener.listen({ kind: "port", endpoint, tls: undefined }, limits, (request, peer) =>
      state.handle(request, peer),
    );
    if (!opened.ok) return failure({ code: "unreachable", detail: `events: ${opened.code}, ${opened.detail}` });
    const place = formatEndpoint(opened.value.endpoint ?? endpoint);
    return ok(new EventInbox(`http://${place}${path}`, opened.value, state));
  }

  /** Events of this subscription count from now on; undefined while it is not known. */
  expect(subscriptionId: string | undefined): void {
    this.#state.expect(subscriptionId);
  }

  stop(): Promise<void> {
    return this.#listening.stop();
  }
}

class InboxState {
  readonly #senders: readonly Address[];
  readonly #path: string;
  readonly #onEvent: (event: RouterEvent) => void;
  #subscriptionId: string | undefined;
  #early: { readonly id: string; readonly event: RouterEvent }[] = [];

  constructor(senders: readonly Address[], path: string, onEvent: (event: RouterEvent) => void) {
    this.#senders = senders;
    this.#path = path;
    this.#onEvent = onEvent;
  }

  expect(subscriptionId: string | undefined): void {
    this.#subscriptionId = subscriptionId;
    const early = subscriptionId === undefined ? [] : this.#early;
    this.#early = [];
    for (const { id, event } of early) if (id === subscriptionId) this.#onEvent(event);
  }

  async handle(request: Request, peer: HttpPeer): Promise<Response> {
    const sender = peer.address?.unmapped();
    const isRouter = sender !== undefined && this.#senders.some((one) => one.equals(sender));
    if (!isRouter || new URL(request.url).pathname !== this.#path) return refusal(404);
    if (request.method !== "NOTIFY") return refusal(405);
    const { headers } = request;
    const id = headers.get("sid")?.trim() ?? "";
    if (this.#subscriptionId !== undefined && id !== this.#subscriptionId) return refusal(412);
    const root = await parseXml(await request.bytes(), headers.get("content-type") ?? "");
    const values = root.ok ? readProperties(root.value) : undefined;
    if (values === undefined) return refusal(400);
    const sequence = /^\d{1,10}$/.exec(headers.get("seq")?.trim() ?? "")?.[0];
    const event = { sequence: sequence === undefined ? undefined : Number(sequence), values };
    // The first one may overtake the answer to our request. UDA 1.1 §4
    if (this.#subscriptionId === id) this.#onEvent(event);
    else if (this.#early.length < mostEarly) this.#early.push({ id, event });
    return new Response(undefined, { status: 200 });
  }
}

function refusal(status: number): Response {
  return new Response(undefined, { status });
}
