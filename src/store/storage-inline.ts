import type { StorageMessage } from "./protocol.ts";
import type { StartPlace } from "./storage-place.ts";

/**
 * Storage between the other work of the process, which waits for the disk each time something is written. For an agent
 * alone, which writes a few times an hour and should be small: it saves the 3 to 5 MiB of a thread. Never for a server.
 */
export const startInline: StartPlace = ({ onMessage }) => {
  // Loaded when used, so that a process with a storage thread does not hold the databases' code twice.
  const loading = import("./worker/storage-host.ts").then(
    ({ StorageHost }) => new StorageHost({ send: onMessage, later: (turn) => void setImmediate(turn) }),
  );
  let isStopped = false;
  const deliver = async (message: StorageMessage): Promise<void> => {
    const host = await loading;
    if (!isStopped) host.receive(message);
  };
  return {
    post: (message) => void deliver(message),
    stop: () => {
      isStopped = true;
    },
  };
};
