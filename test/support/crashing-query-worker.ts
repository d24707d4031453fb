import { parentPort, workerData } from "node:worker_threads";
import { answerQueries } from "../../src/roles/worker/answer-queries.ts";
import type { QueryThreadWork } from "../../src/roles/worker/query-thread.ts";

/** A query thread that ends by itself when it is to hand over a message that says `crash`. */

answerQueries((message) => {
  const isCrash = message.kind === "bug" || (message.kind === "message" && includesCrash(message.payload));
  if (isCrash) throw new RangeError("crash");
  parentPort?.postMessage(message);
}, workerData as QueryThreadWork);

function includesCrash(payload: Uint8Array): boolean {
  return Buffer.from(payload).includes("crash");
}
