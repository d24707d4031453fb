import { Worker } from "node:worker_threads";
import { AnswerCounters } from "../authority/counters.ts";
import { assert } from "../core/assert.ts";
import type { Clock } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import type { DatagramHandler, DatagramListener, Listening, ListenFailure } from "../core/listen.ts";
import type { Log } from "../core/log.ts";
import type { Endpoint } from "../core/net.ts";
import type { PacketPort, PacketSockets, WakeEvent } from "../core/packet-sockets.ts";
import { ok, type Result } from "../core/result.ts";
import { HandedOver } from "./handed-over.ts";
import { bugMet } from "./process.text.ts";
import { queryThreadEnded, queryThreadsGivenUp } from "./server.text.ts";
import {
  handoverWord,
  type QueryThreadMessage,
  type QueryThreadSource,
  type QueryThreadWork,
} from "./worker/query-thread.ts";

/**
 * Threads that answer queries over UDP from the zone table, each with a socket of its own at every port. Messages that are
 * no queries come back to the handler of their port. A thread that ends is started again on the same sockets, in which
 * packets wait meanwhile; when that does not help, the portable listener takes over the ports.
 */

export interface QueryThreadsPorts {
  readonly sockets: PacketSockets;
  readonly wake: WakeEvent;
  /** What takes over. */
  readonly portable: DatagramListener;
  readonly clock: Clock;
  readonly log: Log;
  /** The file that threads run; default `query-worker.ts`. */
  readonly workerFile?: URL;
}

/** As in `store/storage-thread.ts`: among the sources, or in a bundle. */
const usualWorkerFile: URL = new URL(
  import.meta.url.endsWith("/roles/query-threads.ts") ? "./worker/query-worker.ts" : "./roles/worker/query-worker.ts",
  import.meta.url,
);

/** Ends of threads within a while after which starting them again is no help any more. */
const mostEnds = 5;
const endsCounted = Duration.minutes(1);

interface OpenPort {
  readonly port: PacketPort;
  readonly handedOver: HandedOver;
  readonly handler: DatagramHandler;
}

export class QueryThreads implements DatagramListener, Running {
  readonly #source: QueryThreadSource;
  readonly #ports: QueryThreadsPorts;
  readonly #counters: readonly SharedArrayBuffer[];
  readonly #handover = new SharedArrayBuffer(Object.keys(handoverWord).length * 4);
  #open: readonly OpenPort[] = [];
  /** The ends of those that run. */
  readonly #running = new Set<Promise<void>>();
  #ends: readonly Duration[] = [];
  #state: "opening" | "answering" | "stopping" | "given-up" | "stopped" = "opening";
  #takenOver: Promise<readonly Running[]> = Promise.resolve([]);

  constructor(source: QueryThreadSource, count: number, ports: QueryThreadsPorts) {
    this.#source = source;
    this.#ports = ports;
    this.#counters = Array.from({ length: count }, () => new SharedArrayBuffer(AnswerCounters.octets));
  }

  /** Threads that answer; 0 after they were given up. */
  get count(): number {
    return this.#state === "given-up" ? 0 : this.#counters.length;
  }

  /** What each thread did, earlier ones at its place included. */
  get counters(): readonly AnswerCounters[] {
    return this.#counters.map((memory) => new AnswerCounters(memory));
  }

  /** Packets that found no room: in the queues of the system, and among the messages that wait for the server. */
  get drops(): { readonly queue: number; readonly handover: number } {
    return {
      queue: this.#open.reduce((sum, { port }) => sum + port.drops(), 0),
      handover: new Int32Array(this.#handover)[handoverWord.dropped] ?? 0,
    };
  }

  /**
   * Opens a port. Packets wait in it until `begin`, and the handler gets what is no query. Ports are opened before that, and
   * closing one afterwards ends the threads.
   */
  async listen(endpoint: Endpoint, handler: DatagramHandler): Promise<Result<Listening, ListenFailure>> {
    assert(this.#state === "opening", "ports are opened before threads begin");
    const opened = this.#ports.sockets.open(endpoint, this.#counters.length);
    if (!opened.ok) return opened;
    const port = opened.value;
    const onBug = (error: unknown): void => this.#ports.log.write(bugMet, { error });
    const open = { port, handler, handedOver: new HandedOver(port, handler, this.#handover, onBug) };
    this.#open = [...this.#open, open];
    return ok({
      endpoint: port.endpoint,
      stop: async () => {
        if (this.#state !== "opening") return this.stop();
        this.#open = this.#open.filter((other) => other !== open);
        port.close();
      },
    });
  }

  /** Starts the threads. */
  begin(): void {
    assert(this.#state === "opening", "threads begin once");
    this.#state = "answering";
    for (const index of this.#counters.keys()) this.#start(index);
  }

  async stop(): Promise<void> {
    const wasAnswering = this.#state === "answering";
    if (wasAnswering) this.#state = "stopping";
    const listening = await this.#takenOver;
    if (wasAnswering) await this.#endThreads();
    const open = this.#open;
    this.#open = [];
    // What is under way is done and may be durable; its answer still leaves.
    await Promise.all(open.map(({ handedOver }) => handedOver.settled()));
    for (const { port } of open) port.close();
    if (this.#state !== "stopped") this.#ports.wake.close();
    this.#state = "stopped";
    await stopAll(listening);
  }

  #start(index: number): void {
    const counters = this.#counters[index];
    assert(counters !== undefined, "a thread has counters");
    const work: QueryThreadWork = {
      ...this.#source,
      descriptors: this.#open.map(({ port }) => port.descriptors[index] ?? -1),
      wake: this.#ports.wake.descriptor,
      counters,
      handover: this.#handover,
    };
    const worker = new Worker(this.#ports.workerFile ?? usualWorkerFile, { workerData: work });
    let reason: unknown;
    worker.on("message", (message: QueryThreadMessage) => this.#hear(message));
    worker.on("error", (error) => {
      reason = error;
    });
    const ended = new Promise<void>((resolve) => worker.on("exit", () => resolve())).then(() => {
      this.#running.delete(ended);
      this.#hasEnded(index, reason);
    });
    this.#running.add(ended);
  }

  #hear(message: QueryThreadMessage): void {
    if (message.kind === "bug") this.#ports.log.write(bugMet, { error: message.bug });
    else this.#open[message.port]?.handedOver.take(message.origin, message.payload);
  }

  #hasEnded(index: number, reason: unknown): void {
    if (this.#state !== "answering") return;
    const { clock, log } = this.#ports;
    const now = clock.monotonic();
    this.#ends = [...this.#ends.filter((end) => now - end < endsCounted), now];
    if (this.#ends.length >= mostEnds) {
      this.#takenOver = this.#giveUp(reason);
      return;
    }
    log.write(queryThreadEnded, { error: reason });
    this.#start(index);
  }

  /** Lets the portable listener have the ports. */
  async #giveUp(reason: unknown): Promise<readonly Running[]> {
    this.#state = "given-up";
    const { log, portable } = this.#ports;
    await this.#endThreads();
    const open = this.#open;
    this.#open = [];
    for (const { port } of open) port.close();
    const listening: Running[] = [];
    const failures: ListenFailure[] = [];
    for (const { port, handler } of open) {
      const opened = await portable.listen(port.endpoint, handler);
      if (opened.ok) listening.push(opened.value);
      else failures.push(opened);
    }
    log.write(queryThreadsGivenUp, { error: reason, lost: failures.map(({ endpoint }) => endpoint) });
    return listening;
  }

  /** Resolves when no thread uses the sockets any more. */
  async #endThreads(): Promise<void> {
    this.#ports.wake.raise();
    await Promise.all(this.#running);
  }
}
