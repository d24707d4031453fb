import type { Address } from "../core/address.ts";
import { pauseAfter } from "../core/backoff.ts";
import { type Clock, Instant, type Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Running } from "../core/lifecycle.ts";
import type { OwnerName } from "../core/name.ts";
import type { Endpoint } from "../core/net.ts";
import type { Random } from "../core/random.ts";
import type { Result } from "../core/result.ts";
import type { ZoneView } from "../core/zone-view.ts";
import { decodeRdata } from "../wire/rdata/registry.ts";
import { soa, type Soa } from "../wire/rdata/soa.ts";
import type { Primary } from "./primary-client.ts";
import type { Followed, FollowFailure } from "./follow-primary.ts";

/** Keeps the copy of one zone fresh: when its primaries are asked, and when the copy is too old to be told. RFC 1034 §4.3.5 */

/** What a copy is doing, for people. */
export interface CopyStatus {
  readonly apex: OwnerName;
  /** The primary that answered last; undefined while none has. */
  readonly primary: Endpoint | undefined;
  /** When a primary last confirmed what is here, or gave it. */
  readonly checkedAt: Instant | undefined;
  /** When primaries are asked next. */
  readonly nextCheckAt: Instant | undefined;
  /** When the copy is not told any more, unless a primary answers before; undefined while there is none. */
  readonly expiresAt: Instant | undefined;
  readonly hasExpired: boolean;
  /** Why the last check failed; undefined after one that did not. */
  readonly failure: FollowFailure | undefined;
}

/** What happens to a copy. */
export type CopyEvent =
  | { readonly kind: "followed"; readonly apex: OwnerName; readonly primary: Primary; readonly followed: Followed }
  | {
      readonly kind: "primary-failed";
      readonly apex: OwnerName;
      readonly primary: Primary;
      readonly failure: FollowFailure;
    }
  | { readonly kind: "expired"; readonly apex: OwnerName; readonly checkedAt: Instant }
  | { readonly kind: "revived"; readonly apex: OwnerName };

export interface ZoneCopyPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly view: Pick<ZoneView, "rrset">;
  readonly primaries: () => readonly Primary[];
  /** Makes the zone equal to what one primary has. */
  readonly follow: (
    apex: OwnerName,
    primary: Primary,
    how: { readonly isWhole: boolean },
    signal: AbortSignal,
  ) => Promise<Result<Followed, FollowFailure>>;
  /** Whether the zone is to be told of. */
  readonly withhold: (apex: OwnerName, isWithheld: boolean) => void;
  readonly onEvent: (event: CopyEvent) => void;
  /** Notes when the copy was last fresh, for the next process. */
  readonly remember: (apex: OwnerName, checkedAt: Instant) => void;
}

/** Bounds of what an SOA may ask of us: neither to burden its primary nor to be as good as never. As Knot has them. */
const shortestInterval = Duration.seconds(2);
const longestInterval = Duration.days(14);

/** A copy without any content has no timers to go by; it is wanted soon. */
const longestFirstPause = Duration.minutes(10);

/** Checks that others cause are at least so far apart, so that nobody keeps us busy with forged messages. */
const spacing = Duration.milliseconds(250);

/** How often the wall clock is asked whether a copy has expired; a timer alone would not notice that the host has slept. */
const expiryLook = Duration.minutes(1);

export class ZoneCopy implements Running {
  readonly apex: OwnerName;
  readonly #ports: ZoneCopyPorts;
  readonly #stopping = new AbortController();
  #checkTimer: Timer | undefined;
  #expiryTimer: Timer | undefined;
  #running: Promise<void> | undefined;
  #wishes: CheckWish[] = [];
  #endedAt: Duration | undefined;
  #checkedAt: Instant | undefined;
  #nextCheckAt: Instant | undefined;
  #hasExpired = false;
  #primary: Primary | undefined;
  #failure: FollowFailure | undefined;
  /** What was said last of each primary, so that nothing is said again. */
  readonly #complaints = new Map<Primary["endpoint"], string>();
  #pause: Duration | undefined;

  /** @param checkedAt when the content that is here was last fresh; undefined when nobody remembers. */
  constructor(apex: OwnerName, checkedAt: Instant | undefined, ports: ZoneCopyPorts) {
    this.apex = apex;
    this.#ports = ports;
    this.#checkedAt = checkedAt;
  }

  /** What is here counts as fresh now, when nobody remembers better; then asks at once. */
  start(): void {
    if (this.#start() !== undefined) this.#checkedAt ??= this.#ports.clock.now();
    this.#lookAtExpiry();
    this.check();
  }

  /** Asks as soon as it may. */
  check(wish: CheckWish = {}): void {
    if (this.#stopping.signal.aborted) return;
    this.#wishes.push(wish);
    if (this.#running === undefined) this.#checkSoon();
  }

  get status(): CopyStatus {
    return {
      apex: this.apex,
      primary: this.#primary?.endpoint,
      checkedAt: this.#checkedAt,
      nextCheckAt: this.#nextCheckAt,
      expiresAt: this.#expiresAt,
      hasExpired: this.#hasExpired,
      failure: this.#failure,
    };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#checkTimer?.cancel();
    this.#expiryTimer?.cancel();
    await this.#running;
  }

  #checkSoon(): void {
    const { clock } = this.#ports;
    const since = this.#endedAt === undefined ? spacing : clock.monotonic() - this.#endedAt;
    this.#checkTimer?.cancel();
    if (since >= spacing) this.#begin();
    else this.#checkTimer = clock.after(Duration.milliseconds(spacing - since), () => this.#begin());
  }

  #begin(): void {
    const wishes = this.#wishes;
    this.#wishes = [];
    const wish = { isWhole: wishes.some(({ isWhole }) => isWhole), from: wishes.findLast(({ from }) => from)?.from };
    this.#running = this.#checkAll(wish.isWhole, wish.from).then(() => {
      this.#running = undefined;
      this.#endedAt = this.#ports.clock.monotonic();
      if (this.#stopping.signal.aborted) return;
      if (this.#wishes.length > 0) this.#checkSoon();
    });
  }

  /** Asks one primary after the other until one can be followed. */
  async #checkAll(isWhole: boolean, from: Address | undefined): Promise<void> {
    const { clock, follow, onEvent } = this.#ports;
    const { signal } = this.#stopping;
    for (const primary of this.#inTurn(from)) {
      const followed = await follow(this.apex, primary, { isWhole }, signal);
      if (signal.aborted) return;
      if (followed.ok) {
        this.#primary = primary;
        this.#failure = undefined;
        this.#pause = undefined;
        this.#complaints.clear();
        this.#checkedAt = clock.now();
        this.#ports.remember(this.apex, this.#checkedAt);
        if (followed.value.form !== "nothing-new") {
          onEvent({ kind: "followed", apex: this.apex, primary, followed: followed.value });
        }
        this.#lookAtExpiry();
        return this.#checkLater(this.#start()?.refresh);
      }
      const { code, detail } = followed;
      this.#failure = { code, detail };
      const complaint = `${code} ${detail}`;
      if (this.#complaints.get(primary.endpoint) !== complaint) {
        this.#complaints.set(primary.endpoint, complaint);
        onEvent({ kind: "primary-failed", apex: this.apex, primary, failure: this.#failure });
      }
    }
    this.#checkLater(this.#start()?.retry);
  }

  /** The one that says it has changed, else the one that answered last, before the others in their order. */
  #inTurn(from: Address | undefined): readonly Primary[] {
    const rank = ({ endpoint }: Primary): number => {
      if (from?.equals(endpoint.address) === true) return 0;
      return endpoint === this.#primary?.endpoint ? 1 : 2;
    };
    return this.#ports.primaries().toSorted((a, b) => rank(a) - rank(b));
  }

  /** @param seconds what the SOA says; undefined without one. */
  #checkLater(seconds: number | undefined): void {
    const { clock, random } = this.#ports;
    const delay = seconds === undefined ? this.#firstPause() : intervalOf(seconds, random);
    this.#nextCheckAt = Instant.plus(clock.now(), delay);
    this.#checkTimer?.cancel();
    this.#checkTimer = clock.after(delay, () => {
      if (this.#running === undefined) this.#begin();
    });
  }

  #firstPause(): Duration {
    const { wait, grown } = pauseAfter(this.#pause, undefined, shortestInterval, this.#ports.random);
    this.#pause = grown;
    return Duration.milliseconds(Math.min(wait, longestFirstPause));
  }

  get #expiresAt(): Instant | undefined {
    const start = this.#start();
    if (start === undefined || this.#checkedAt === undefined) return undefined;
    return Instant.plus(this.#checkedAt, bounded(start.expire));
  }

  /** RFC 1034 §4.3.5: what is too old is told no more. */
  #lookAtExpiry(): void {
    const { clock, onEvent, withhold } = this.#ports;
    this.#expiryTimer?.cancel();
    const expiresAt = this.#expiresAt;
    if (expiresAt === undefined || this.#checkedAt === undefined) return;
    const left = expiresAt - clock.now();
    const hasExpired = left <= 0;
    if (hasExpired !== this.#hasExpired) {
      this.#hasExpired = hasExpired;
      withhold(this.apex, hasExpired);
      onEvent(
        hasExpired
          ? { kind: "expired", apex: this.apex, checkedAt: this.#checkedAt }
          : { kind: "revived", apex: this.apex },
      );
    }
    if (hasExpired) return;
    this.#expiryTimer = clock.after(Duration.milliseconds(Math.min(left, expiryLook)), () => this.#lookAtExpiry());
  }

  /** The SOA that is here. */
  #start(): Soa | undefined {
    const rdata = this.#ports.view.rrset(this.apex, "SOA")?.rdata[0];
    const decoded = rdata === undefined ? undefined : decodeRdata(soa, rdata);
    return decoded?.ok === true ? decoded.value : undefined;
  }
}

/** Why a check is wanted. */
export interface CheckWish {
  /** Take the whole zone, whatever its serial is. */
  readonly isWhole?: boolean;
  /** The primary that says it has changed. */
  readonly from?: Address | undefined;
}

function bounded(seconds: number): Duration {
  return Duration.milliseconds(Math.min(longestInterval * 2, Math.max(shortestInterval, seconds * 1_000)));
}

/** Nine to ten tenths of it, so that copies of many zones do not ask all at once. */
function intervalOf(seconds: number, random: Random): Duration {
  const within = Math.min(longestInterval, Math.max(shortestInterval, seconds * 1_000));
  return Duration.milliseconds(within * (0.9 + 0.1 * random.fraction()));
}
