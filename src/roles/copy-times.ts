import { type Clock, Instant, type Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { FileReader } from "../core/files.ts";
import type { Running } from "../core/lifecycle.ts";
import { OwnerName } from "../core/name.ts";
import { replaceFile } from "../platform/replace-file.ts";

/**
 * When copies of zones were last fresh, from one process to the next: a copy that nobody has confirmed for too long must not
 * look fresh because the server was started again.
 */

/** A line takes some 60 octets, so this is many more zones than a server copies. */
const largestFile = 16 * 1_024 * 1_024;

/** Freshness is written this much later at most; a server that is killed counts expiry from that much earlier. */
const delay = Duration.seconds(5);

export interface CopyTimes extends Running {
  of(apex: OwnerName): Instant | undefined;
  note(apex: OwnerName, checkedAt: Instant): void;
  forget(apex: OwnerName): void;
}

export async function keepCopyTimes(
  path: string,
  ports: { readonly clock: Clock; readonly files: FileReader },
): Promise<CopyTimes> {
  const times = new Map<string, { readonly apex: OwnerName; readonly at: Instant }>();
  const file = await ports.files.read(path, largestFile);
  const text = file.ok ? new TextDecoder().decode(file.value.octets) : "";
  for (const line of text.split("\n")) {
    const [name = "", time = ""] = line.split(" ");
    const apex = OwnerName.parse(name);
    const at = Date.parse(time);
    // A time to come would let a copy live for ever.
    if (!apex.ok || Number.isNaN(at) || at > ports.clock.now()) continue;
    times.set(apex.value.key, { apex: apex.value, at: Instant.ofMs(at) });
  }
  let timer: Timer | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  const write = (): void => {
    timer = undefined;
    const lines = [...times.values()].map(({ apex, at }) => `${apex} ${Instant.format(at)}\n`);
    writing = writing.then(() => replaceFile(path, lines.join(""), { mode: 0o600 }));
  };
  const change = (): void => {
    timer ??= ports.clock.after(delay, write);
  };
  return {
    of: (apex) => times.get(apex.key)?.at,
    note: (apex, at) => {
      times.set(apex.key, { apex, at });
      change();
    },
    forget: (apex) => {
      if (times.delete(apex.key)) change();
    },
    stop: async () => {
      if (timer !== undefined) {
        timer.cancel();
        write();
      }
      await writing;
    },
  };
}
