import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ok } from "../../src/core/result.ts";
import { openStateDirectory, type StateDirectory, type TakeLock } from "../../src/store/open-store.ts";
import { startInline } from "../../src/store/storage-inline.ts";
import type { StartPlace } from "../../src/store/storage-place.ts";
import { expectOk } from "./expect-ok.ts";

/** State directories for tests: new, empty, and gone afterwards. */

/** Somewhere below the system's temporary files. */
export interface TemporaryState {
  readonly directory: string;
  /** Closes what is open and opens the directory anew, as after a restart. */
  open(): Promise<StateDirectory>;
  close(): Promise<void>;
  remove(): Promise<void>;
}

/** A lock that everybody gets: tests do not share their directories. */
export const unlocked: TakeLock<never> = async () => ok({ release: async () => undefined });

/** Storage runs in the test's own thread, which starts faster, unless another place is asked for. */
export async function temporaryState(startPlace: StartPlace = startInline): Promise<TemporaryState> {
  const directory = await mkdtemp(join(tmpdir(), "holdfast-"));
  let current: StateDirectory | undefined;
  const close = async (): Promise<void> => {
    await current?.close();
    current = undefined;
  };
  return {
    directory,
    open: async () => {
      await close();
      current = expectOk(await openStateDirectory(directory, unlocked, startPlace));
      return current;
    },
    close,
    remove: async () => {
      await close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
