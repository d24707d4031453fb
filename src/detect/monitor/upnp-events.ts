import { type Clock, type Timer, wait } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { HttpClient } from "../../core/http.ts";
import { type Running, stopAll } from "../../core/lifecycle.ts";
import type { HttpListener } from "../../core/listen.ts";
import type { MulticastNetwork } from "../../core/multicast.ts";
import type { Random } from "../../core/random.ts";
import type { EventSubscription } from "../../gateway/upnp/event-subscription.ts";
import type { UpnpLink } from "../../gateway/upnp/link.ts";
import type { Follower } from "./following.ts";
import { type Hint, type HintFacts, hintOf } from "./monitor.ts";

/**
 * Hears from a UPnP router that its line has another address. Where no such router answers it is a timer of hours: what
 * speaks UPnP is loaded for a search, listens on a port and in a group once there is a router to hear.
 */

export interface UpnpEventPorts {
  /** Goes straight to the router, through no proxy. */
  readonly http: HttpClient;
  readonly multicast: MulticastNetwork;
  readonly listener: HttpListener;
  readonly clock: Clock;
  readonly random: Random;
  /** The link to the default route's router; undefined where there is none. */
  readonly link: () => Promise<UpnpLink | undefined>;
  /** Told when a router is there that may have been silent before. */
  readonly routerSpoke: () => void;
}

/** Lets the first survey ask the router undisturbed, and a change of the network settle. */
const settleDelay = Duration.seconds(2);

/** One search, and one question to what it found. */
const searchLimits = { timeout: Duration.seconds(4) };

/** After a subscription ended, which a restart of the router does. */
const shortestPause = Duration.seconds(10);

/** Where nobody answers: somebody may turn UPnP on, and nothing is as easy to wait for. */
const longestPause = Duration.hours(6);

/** Between two reactions to notices; a restart is a goodbye and a beginning, seconds or a minute apart. */
const noticePause = Duration.seconds(2);

const id = "upnp-events";

/** Variables of a line that tell of its address, as the events name them. */
const watched: readonly string[] = ["externalipaddress", "connectionstatus"];

export function upnpEventsMonitor(ports: UpnpEventPorts): Follower {
  const running = new Set<UpnpEvents>();
  return {
    id,
    networkChanged: (facts) => {
      for (const events of running) events.networkChanged(facts);
    },
    start: (onHint) => {
      const events = new UpnpEvents(ports, onHint);
      running.add(events);
      return {
        stop: async () => {
          running.delete(events);
          await events.stop();
        },
      };
    },
  };
}

class UpnpEvents implements Running {
  readonly #ports: UpnpEventPorts;
  readonly #onHint: (hint: Hint) => void;
  readonly #stopping: AbortController = new AbortController();
  readonly #watching: Promise<void>;
  /** What the router told last, over all subscriptions: only another value is a change. */
  readonly #told: Map<string, string> = new Map();
  #link: string | undefined;
  #subscription: EventSubscription | undefined;
  /** Runs while further notices are held back. */
  #quiet: Timer | undefined;
  #hasMore = false;
  #anew: AbortController = new AbortController();

  constructor(ports: UpnpEventPorts, onHint: (hint: Hint) => void) {
    this.#ports = ports;
    this.#onHint = onHint;
    this.#watching = this.#watch();
  }

  /** A search follows, but only where the router is another one: interfaces of containers come and go all day. */
  networkChanged({ wokeFromSleep }: HintFacts): void {
    // The subscription's term went on while the host slept.
    if (wokeFromSleep) this.#subscription?.renewNow();
    void this.#ports.link().then((link) => {
      if (keyOf(link) !== this.#link) this.#anew.abort();
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    let pause: Duration = settleDelay;
    while (await this.#pause(pause)) {
      const link = await this.#ports.link();
      if (keyOf(link) !== this.#link) this.#told.clear();
      this.#link = keyOf(link);
      const wasHeard = link !== undefined && (await this.#hearFrom(link));
      // A search that was answered once is worth repeating soon.
      if (wasHeard) pause = shortestPause;
      else pause = Duration.milliseconds(Math.min(longestPause, Math.max(pause, shortestPause) * 3));
      if (this.#anew.signal.aborted) pause = settleDelay;
    }
  }

  /** True when there was a router to hear; then it has stopped answering, or is no longer the one to ask. */
  async #hearFrom(link: UpnpLink): Promise<boolean> {
    const signal = AbortSignal.any([this.#stopping.signal, this.#anew.signal]);
    const { openUpnp } = await import("../../gateway/upnp/open.ts");
    const opened = await openUpnp(link, this.#ports, { ...searchLimits, signal });
    const url = opened.ok ? await opened.value.eventUrl({ ...searchLimits, signal }) : undefined;
    if (opened.ok) this.#ports.routerSpoke();
    if (url === undefined || signal.aborted) return false;
    const [{ EventSubscription: Subscription }, { hearNotices }] = await Promise.all([
      import("../../gateway/upnp/event-subscription.ts"),
      import("../../gateway/upnp/notices.ts"),
    ]);
    let hasSubscribed = false;
    const subscription = new Subscription(url, link, this.#ports, {
      changed: (values) => {
        hasSubscribed = true;
        this.#hear(values);
      },
      missed: () => this.#hint(),
    });
    const notices = await hearNotices(link, this.#ports.multicast, () => this.#heed(subscription));
    const started = this.#ports.clock.monotonic();
    this.#subscription = subscription;
    await subscription.run(signal);
    this.#subscription = undefined;
    this.#quiet?.cancel();
    this.#quiet = undefined;
    await stopAll(notices.ok ? [notices.value] : []);
    return hasSubscribed || this.#ports.clock.monotonic() - started >= searchLimits.timeout;
  }

  /**
   * The router said goodbye or begins anew. Whoever is on the link can say so in its name, as often as they like: the first
   * is acted on at once, those after it together.
   */
  #heed(subscription: EventSubscription): void {
    if (this.#quiet !== undefined) {
      this.#hasMore = true;
      return;
    }
    this.#hasMore = false;
    this.#ports.routerSpoke();
    this.#hint();
    subscription.renewNow();
    this.#quiet = this.#ports.clock.after(noticePause, () => {
      this.#quiet = undefined;
      if (this.#hasMore) this.#heed(subscription);
    });
  }

  #hear(values: ReadonlyMap<string, string>): void {
    let isChanged = false;
    for (const name of watched) {
      const value = values.get(name);
      if (value === undefined) continue;
      const before = this.#told.get(name);
      this.#told.set(name, value);
      // The first value is what the survey of the start is told as well.
      if (before !== undefined && before !== value) isChanged = true;
    }
    if (isChanged) this.#hint();
  }

  #hint(): void {
    if (this.#stopping.signal.aborted) return;
    this.#onHint(hintOf(id, this.#ports.clock.now(), { routerAnnounced: true }, ["ipv4"]));
  }

  /** False when it is time to stop; ends early when the network is another one. */
  async #pause(length: Duration): Promise<boolean> {
    if (this.#anew.signal.aborted) this.#anew = new AbortController();
    await wait(this.#ports.clock, length, AbortSignal.any([this.#stopping.signal, this.#anew.signal]));
    if (this.#anew.signal.aborted && !this.#stopping.signal.aborted) {
      this.#anew = new AbortController();
      await wait(this.#ports.clock, settleDelay, this.#stopping.signal);
    }
    return !this.#stopping.signal.aborted;
  }
}

function keyOf(link: UpnpLink | undefined): string | undefined {
  return link === undefined ? undefined : `${link.gateway} ${link.localAddress}`;
}
