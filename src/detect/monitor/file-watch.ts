import { type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";
import type { Clock, Timer } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import { hintOf, type Monitor } from "./monitor.ts";
import { SettledHints } from "./settle.ts";

/**
 * Notices that the file of a file source changed.
 *
 * The folder is watched rather than the file, because careful writers put a new file in the old one's place. Folders can
 * vanish and network file systems tell nothing, so the file is also looked at now and then, and a lost watch is set up
 * again with the next look.
 */

/** Between two looks where no event comes. */
const lookInterval = Duration.seconds(30);

const id = "file";

export function fileMonitor(path: string, ports: { readonly clock: Clock }): Monitor {
  return {
    id,
    start: (onHint) => {
      const fileWatch = new FileWatch(path, ports.clock, new SettledHints(ports.clock, onHint));
      return {
        stop: () => {
          fileWatch.stop();
          return Promise.resolve();
        },
      };
    },
  };
}

class FileWatch {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #hints: SettledHints;
  #state: string;
  #watcher: FSWatcher | undefined;
  #timer: Timer;
  #isStopped = false;

  constructor(path: string, clock: Clock, hints: SettledHints) {
    this.#path = path;
    this.#clock = clock;
    this.#hints = hints;
    this.#arm();
    this.#state = stateOf(path);
    this.#timer = this.#schedule();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer.cancel();
    this.#disarm();
    this.#hints.cancel();
  }

  #schedule(): Timer {
    return this.#clock.after(lookInterval, () => {
      this.#arm();
      this.#look();
      this.#timer = this.#schedule();
    });
  }

  #arm(): void {
    if (this.#watcher !== undefined) return;
    try {
      // An event may name another entry of the folder: a symbolic link on the way to the file was replaced.
      this.#watcher = watch(dirname(this.#path), { persistent: false }, (event, name) => {
        // The folder itself was moved or removed: the watch follows it to where nobody looks.
        if (event === "rename" && name === basename(dirname(this.#path))) this.#disarm();
        this.#look();
      });
      this.#watcher.on("error", () => this.#disarm());
    } catch {
      // The folder does not exist yet or cannot be watched; looking now and then goes on.
      this.#watcher = undefined;
    }
  }

  #disarm(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #look(): void {
    const state = stateOf(this.#path);
    if (this.#isStopped || state === this.#state) return;
    this.#state = state;
    this.#hints.add(hintOf(id, this.#clock.now(), { fileChanged: true }));
  }
}

/** What tells one state of a file from the next; it differs when the file appears and when it vanishes. */
function stateOf(path: string): string {
  try {
    const facts = statSync(path, { bigint: true });
    return `${facts.dev} ${facts.ino} ${facts.size} ${facts.mtimeNs}`;
  } catch {
    return "missing";
  }
}
