import type { Clock } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { GatewayFailCode, GatewayProtocol } from "./gateway.ts";
import { type GatewayLink, linkKey } from "./link.ts";

/**
 * How often a silent router is searched by a protocol whose search is no single packet. A search for UPnP routers sends
 * two dozen, half of them to every host of the link; whoever turns UPnP on is noticed by the agent's own rare search too.
 */

/** From so long, four times as long each time, up to so long. */
const shortestPause: Readonly<Partial<Record<GatewayProtocol, Duration>>> = { upnp: Duration.minutes(5) };
const growth = 4;
const longestPause = Duration.hours(6);

/** More are forgotten: links come and go with every network a laptop visits. */
const mostSilences = 32;

interface Silence {
  readonly pause: Duration;
  /** On the monotonic clock. */
  readonly until: Duration;
}

export class SearchPace {
  readonly #clock: Clock;
  readonly #silences: Map<string, Silence> = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False while repeating the search on this link would only repeat the silence. */
  isDue(protocol: GatewayProtocol, link: GatewayLink): boolean {
    const silence = this.#silences.get(keyOf(protocol, link));
    return silence === undefined || this.#clock.monotonic() >= silence.until;
  }

  /** Takes note of how a search ended: with an answer, or with this code. */
  ended(protocol: GatewayProtocol, link: GatewayLink, code: GatewayFailCode | undefined): void {
    const first = shortestPause[protocol];
    // One that was given up may have had no time to be answered.
    if (first === undefined || code === "aborted") return;
    const key = keyOf(protocol, link);
    const before = this.#silences.get(key)?.pause;
    this.#silences.delete(key);
    if (code === undefined) return;
    if (this.#silences.size >= mostSilences) this.#silences.clear();
    const pause = Duration.milliseconds(before === undefined ? first : Math.min(growth * before, longestPause));
    this.#silences.set(key, { pause, until: Duration.milliseconds(this.#clock.monotonic() + pause) });
  }

  forget(): void {
    this.#silences.clear();
  }
}

function keyOf(protocol: GatewayProtocol, link: GatewayLink): string {
  return `${protocol} ${linkKey(link)}`;
}
