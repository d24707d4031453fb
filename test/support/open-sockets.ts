import { readdirSync, readlinkSync } from "node:fs";

/** Counts the sockets this process holds, so that a test can show that it left none behind. */

/**
 * Open sockets; undefined where the system does not list them. One that has several descriptors counts once: where the
 * standard streams are sockets, as in a worker of the test runner, the runtime duplicates two on first use, and `pipe()`
 * of any stream is a use.
 */
export function openSocketCount(): number | undefined {
  try {
    const targets = readdirSync("/proc/self/fd").map(targetOf);
    return new Set(targets.filter((target) => target.startsWith("socket:"))).size;
  } catch {
    return undefined;
  }
}

/**
 * Waits until no more sockets are open than `count`. The runtime closes them in a later turn of its loop.
 *
 * @throws Error when they stay open for a thousand turns.
 */
export async function expectSocketCount(count: number | undefined): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    if (count === undefined || (openSocketCount() ?? 0) <= count) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  throw new Error(`expected at most ${count} open sockets, found ${openSocketCount()}`);
}

function targetOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // The descriptor of the listing itself is gone by now.
    return "";
  }
}
