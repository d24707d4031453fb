import { transferOf } from "../message-box.ts";
import type { StorageMessage } from "../protocol.ts";
import { StorageHost } from "./storage-host.ts";

/** Entry point of the storage thread: connects the host to the thread's messages. A build must list this file. */

declare const self: Worker;

const host = new StorageHost({
  send: (message) => self.postMessage(message, transferOf(message)),
  later: (turn) => void setImmediate(turn),
});

self.onmessage = (event: MessageEvent<StorageMessage>): void => host.receive(event.data);
