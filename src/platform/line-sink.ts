import type { Writable } from "node:stream";

/** Lines for a stream that may be slow, stuck or gone: the log's way out. What the lines say is decided elsewhere. */

/** Most octets that wait for a reader; a log that nobody reads must not fill the memory. */
const largestBacklog = 1_048_576;

export interface LineSink {
  /** Takes a line without its end; never waits and never throws. */
  write(line: string): void;
  /** Resolves when everything taken has left, or cannot leave any more. A reader that is stuck makes it wait. */
  flush(): Promise<void>;
}

/**
 * Writes to a stream such as `process.stderr` and survives its end (EPIPE, which kills a process that does not listen).
 *
 * While more than a mebibyte waits, lines are counted instead of taken; once there is room, `describeLost` says so in
 * their place.
 */
export function createLineSink(stream: Writable, describeLost: (count: number) => string): LineSink {
  let backlog = 0;
  let lost = 0;
  let isBroken = false;
  let onEmpty: (() => void)[] = [];

  const settle = (): void => {
    if (backlog > 0 && !isBroken) return;
    for (const resolve of onEmpty) resolve();
    onEmpty = [];
  };
  const push = (line: string): void => {
    const octets = Buffer.from(`${line}\n`);
    backlog += octets.length;
    // The callback is the only truth: Bun's `process.stderr` buffers more than its `writableLength` admits.
    stream.write(octets, () => {
      backlog -= octets.length;
      if (lost > 0 && backlog <= largestBacklog / 2) {
        const count = lost;
        lost = 0;
        push(describeLost(count));
      }
      settle();
    });
  };
  stream.on("error", () => {
    isBroken = true;
    settle();
  });

  return {
    write: (line) => {
      if (isBroken) return;
      // Lines after a gap wait until the gap has been told, so that they are not read as its place.
      if (lost > 0 || backlog > largestBacklog) lost += 1;
      else push(line);
    },
    flush: () => {
      if (backlog === 0 || isBroken) return Promise.resolve();
      return new Promise((resolve) => onEmpty.push(resolve));
    },
  };
}
