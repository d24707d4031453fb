import { type Clock, wait } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "../../core/http.ts";
import type { HttpListener } from "../../core/listen.ts";
import type { Random } from "../../core/random.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { GatewayFailure } from "../gateway.ts";
import { EventInbox, type RouterEvent } from "./event-inbox.ts";
import type { UpnpLink } from "./link.ts";
import { askedTimeout, readTerms, type SubscriptionTerms } from "./subscription-terms.ts";

/**
 * A subscription to one service's events, kept alive until the router no longer answers. UPnP Device Architecture 1.1 §4
 *
 * In the laboratory about three of a hundred subscriptions stop bringing events and nothing tells so, and events are lost
 * with every restart of a router: what comes is worth hearing, what does not come means nothing.
 */

export interface EventPorts {
  /** Goes straight to the router. */
  readonly http: HttpClient;
  readonly listener: HttpListener;
  readonly clock: Clock;
  readonly random: Random;
}

/** What a subscriber hears. */
export interface EventHearer {
  /** Variables that the router says have changed; all of them at the beginning of a subscription. */
  changed(values: ReadonlyMap<string, string>): void;
  /** Events may have been missed. */
  missed(): void;
}

const requestTimeout = Duration.seconds(5);
const goodbyeTimeout = Duration.seconds(1);

/** Between attempts to renew: a router that restarts is back within a minute, and then there is a new subscription. */
const retryPause = Duration.seconds(5);
const mostAttempts = 3;

/** Sequence numbers begin again with 1. UDA 1.1 §4 */
const largestSequence = 0xffff_ffff;

export class EventSubscription {
  readonly #url: URL;
  readonly #link: UpnpLink;
  readonly #ports: EventPorts;
  readonly #hearer: EventHearer;
  #id: string | undefined;
  #nextSequence: number | undefined;
  #pausing: AbortController = new AbortController();

  constructor(url: URL, link: UpnpLink, ports: EventPorts, hearer: EventHearer) {
    this.#url = url;
    this.#link = link;
    this.#ports = ports;
    this.#hearer = hearer;
  }

  /** Subscribes and renews, until the signal is aborted or the router answers no longer; tells why it ended. */
  async run(signal: AbortSignal): Promise<GatewayFailure> {
    const opened = await EventInbox.open(this.#url, this.#link, this.#ports, (event) => this.#hear(event));
    if (!opened.ok) return { code: opened.code, detail: opened.detail };
    const inbox = opened.value;
    let terms = await this.#subscribe(inbox, signal);
    while (terms.ok && !signal.aborted) {
      await this.#pause(terms.value.renewAfter, signal);
      if (!signal.aborted) terms = await this.#renew(inbox, signal);
    }
    await inbox.stop();
    if (terms.ok) await this.#unsubscribe();
    return terms.ok ? { code: "aborted", detail: "events: no longer wanted" } : terms;
  }

  /** Renews at once, because the router may have begun anew and forgotten us. */
  renewNow(): void {
    this.#pausing.abort();
  }

  #hear({ sequence, values }: RouterEvent): void {
    const isGap = sequence !== undefined && this.#nextSequence !== undefined && sequence > this.#nextSequence;
    if (sequence !== undefined) this.#nextSequence = sequence === largestSequence ? 1 : sequence + 1;
    if (isGap) this.#hearer.missed();
    this.#hearer.changed(values);
  }

  async #subscribe(inbox: EventInbox, signal: AbortSignal): Promise<Result<SubscriptionTerms, GatewayFailure>> {
    inbox.expect(undefined);
    this.#id = undefined;
    this.#nextSequence = undefined;
    const answered = await this.#ask("SUBSCRIBE", requestTimeout, signal, {
      CALLBACK: `<${inbox.callback}>`,
      NT: "upnp:event",
      TIMEOUT: `Second-${askedTimeout / 1_000}`,
    });
    if (!answered.ok) return answered;
    const terms = readTerms(answered.value);
    if (answered.value.status !== 200 || terms.id === undefined) {
      const code = answered.value.status === 200 ? "answer-unreadable" : "gateway-refused";
      return failure({ code, detail: `SUBSCRIBE: status ${answered.value.status}` });
    }
    this.#id = terms.id;
    inbox.expect(terms.id);
    return ok(terms);
  }

  async #renew(inbox: EventInbox, signal: AbortSignal): Promise<Result<SubscriptionTerms, GatewayFailure>> {
    let last: Result<SubscriptionTerms, GatewayFailure> = failure({ code: "aborted", detail: "events: not renewed" });
    for (let attempt = 1; attempt <= mostAttempts && !signal.aborted; attempt += 1) {
      if (attempt > 1) await this.#pause(retryPause, signal);
      const fields = { SID: this.#id ?? "", TIMEOUT: `Second-${askedTimeout / 1_000}` };
      const answered = await this.#ask("SUBSCRIBE", requestTimeout, signal, fields);
      if (answered.ok && answered.value.status === 200) return ok(readTerms(answered.value));
      if (answered.ok) {
        // It has forgotten us, mostly with status 412, and with us everything that happened since.
        this.#hearer.missed();
        return this.#subscribe(inbox, signal);
      }
      last = answered;
    }
    return last;
  }

  /** A router that is not told keeps sending until the term is over. */
  async #unsubscribe(): Promise<void> {
    await this.#ask("UNSUBSCRIBE", goodbyeTimeout, undefined, { SID: this.#id ?? "" });
  }

  async #pause(length: Duration, signal: AbortSignal): Promise<void> {
    this.#pausing = new AbortController();
    await wait(this.#ports.clock, length, AbortSignal.any([signal, this.#pausing.signal]));
  }

  async #ask(
    method: HttpRequest["method"],
    timeout: Duration,
    signal: AbortSignal | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Result<HttpResponse, GatewayFailure>> {
    const answered = await this.#ports.http.send({
      method,
      url: this.#url,
      route: "/{events}",
      headers,
      timeout,
      largestBodyOctets: largestAnswer,
      binding: { localAddress: this.#link.localAddress },
      ...(signal === undefined ? {} : { signal }),
    });
    return answered.ok ? answered : failure({ code: answered.code, detail: `${method}: ${answered.detail}` });
  }
}

/** Answers have no body; error pages do. */
const largestAnswer = 16_384;
