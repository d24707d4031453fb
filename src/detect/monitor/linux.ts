import { type Clock, wait } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Running } from "../../core/lifecycle.ts";
import type { Netlink, NetlinkFailure } from "../../core/netlink.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { type Hint, hintOf, type Monitor } from "./monitor.ts";
import { NetlinkChanges } from "./netlink-changes.ts";
import { SettledHints } from "./settle.ts";

/** Hears of address, link and route changes from the Linux kernel, within milliseconds and at no cost when idle. */

/** `RTMGRP_LINK`, `RTMGRP_IPV4_IFADDR`, `RTMGRP_IPV4_ROUTE`, `RTMGRP_IPV6_IFADDR`, `RTMGRP_IPV6_ROUTE`. rtnetlink(7) */
const groups = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

/** Pauses before a broken subscription is renewed: short after an overrun, longer where it keeps breaking. */
const shortestPause = Duration.milliseconds(100);
const longestPause = Duration.minutes(1);

/** A subscription that held so long was a good one; the next pause is short again. */
const steadyAfter = Duration.minutes(1);

const id = "netlink";

export function netlinkMonitor(ports: { readonly netlink: Netlink; readonly clock: Clock }): Monitor {
  return {
    id,
    start: (onHint) => {
      const stopping = new AbortController();
      const settled = new SettledHints(ports.clock, onHint);
      const watching = watch(ports.netlink, ports.clock, settled, stopping.signal);
      return {
        stop: async () => {
          stopping.abort();
          settled.cancel();
          await watching;
        },
      };
    },
  };
}

/** Subscribes again and again until stopped. After each break everything may have changed. */
async function watch(netlink: Netlink, clock: Clock, hints: SettledHints, signal: AbortSignal): Promise<void> {
  const changes = new NetlinkChanges();
  let pause = shortestPause;
  while (!signal.aborted) {
    const started = clock.monotonic();
    const end = await listen(netlink, clock, changes, hints, signal);
    // Where there are no netlink sockets there will be none in a minute either; other monitors are all there is.
    if (signal.aborted || (!end.ok && end.code === "netlink-unavailable")) return;
    changes.forget();
    hints.add(hintOf(id, clock.now(), { eventsLost: true }));
    if (clock.monotonic() - started >= steadyAfter) pause = shortestPause;
    await wait(clock, pause, signal);
    pause = Duration.milliseconds(Math.min(pause * 4, longestPause));
  }
}

/** One subscription, from its start to its end. */
async function listen(
  netlink: Netlink,
  clock: Clock,
  changes: NetlinkChanges,
  hints: SettledHints,
  signal: AbortSignal,
): Promise<Result<void, NetlinkFailure>> {
  const ended = Promise.withResolvers<Result<void, NetlinkFailure>>();
  const onAbort = (): void => ended.resolve(ok(undefined));
  const subscription: Result<Running, NetlinkFailure> = await netlink.subscribe(groups, {
    received: (octets) => {
      const change = changes.read(octets);
      if (change !== undefined && !signal.aborted) hints.add(hint(clock, change));
    },
    ended: (reason) => ended.resolve(failure(reason)),
  });
  if (!subscription.ok) return subscription;
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  const end = await ended.promise;
  signal.removeEventListener("abort", onAbort);
  await subscription.value.stop();
  return end;
}

function hint(clock: Clock, change: NonNullable<ReturnType<NetlinkChanges["read"]>>): Hint {
  return hintOf(id, clock.now(), change.facts, change.families);
}
