import { transferOf } from "./message-box.ts";
import type { StorageMessage } from "./protocol.ts";
import type { StartPlace } from "./storage-place.ts";

/** Storage in a thread of its own: a commit that waits for the disk, or a checkpoint, holds up nobody else. */

/**
 * The file the thread runs. Among the sources it lies below this one's folder; in a bundle this file is part of the
 * program at their root, from where the thread's keeps its place.
 */
const workerFile: URL = new URL(
  import.meta.url.endsWith("/store/storage-thread.ts")
    ? "./worker/storage-worker.ts"
    : "./store/worker/storage-worker.ts",
  import.meta.url,
);

export const startThread: StartPlace = ({ onMessage, onEnd }) => {
  const worker = new Worker(workerFile);
  worker.onmessage = (event: MessageEvent<StorageMessage>) => onMessage(event.data);
  worker.onerror = (event) => onEnd(`the storage thread failed: ${event.message}`);
  worker.addEventListener("close", () => onEnd("the storage thread has ended"));
  return {
    post: (message) => worker.postMessage(message, transferOf(message)),
    stop: () => worker.terminate(),
  };
};
