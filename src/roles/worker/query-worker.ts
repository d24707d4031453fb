import { parentPort, workerData } from "node:worker_threads";
import { answerQueries } from "./answer-queries.ts";
import type { QueryThreadWork } from "./query-thread.ts";

/** Entry point of a query thread. A build must list this file. */

answerQueries((message) => parentPort?.postMessage(message), workerData as QueryThreadWork);
