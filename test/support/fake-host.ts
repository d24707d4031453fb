import type { ProcessEdge } from "../../src/cli/process-edge.ts";
import { Duration } from "../../src/core/duration.ts";
import type { FileReader } from "../../src/core/files.ts";
import type { HttpClient } from "../../src/core/http.ts";
import type { HttpHandler } from "../../src/core/listen.ts";
import type { LocalRequest } from "../../src/core/local-socket.ts";
import type { LogFields, LogLevel } from "../../src/core/log.ts";
import { failure, ok } from "../../src/core/result.ts";
import { hintOf, type Hint } from "../../src/detect/monitor/monitor.ts";
import { fileReader } from "../../src/platform/file-reader.ts";
import type { SignalActions } from "../../src/platform/signals.ts";
import type { HostPorts } from "../../src/roles/host-ports.ts";
import { openAdministration } from "../../src/roles/open-administration.ts";
import { FakeClock } from "./fake-clock.ts";
import { noGateways } from "./no-gateways.ts";
import { FakeHttp } from "./fake-network.ts";
import { type MemoryFile, MemoryFiles } from "./memory-files.ts";
import { memorySocket } from "./memory-socket.ts";
import { SeededRandom } from "./seeded-random.ts";

/**
 * A host without network or kernel, and the process on it: files in memory before those of the disk, web servers that a
 * test describes, signals that it sends, sockets that lead to whoever listens. State directories are real folders.
 */
export class FakeHost {
  readonly clock: FakeClock = new FakeClock();
  readonly files: MemoryFiles;
  readonly http: FakeHttp;
  /** Lines of the log: level, code, text. */
  readonly logged: string[] = [];
  /** What the person at the terminal answers, in this order; then nobody is there. */
  readonly answers: string[] = [];
  /** What that person was asked. */
  readonly questions: { readonly question: string; readonly isHidden: boolean }[] = [];
  /** How often the process gave back memory. */
  gaveBack = 0;
  /** Stands for all web servers, where a test has real ones on loopback. */
  elsewhere: HttpClient | undefined;
  signals: SignalActions | undefined;
  /** Set when the process was ended without waiting. */
  exited: number | undefined;
  /** What administers a stopped server; opens the state directory unless a test says otherwise. */
  openAdministration: ProcessEdge["openAdministration"] = (directory, access, ports) =>
    openAdministration(directory, access, { ...ports, files: this.files, random: this.#random });
  readonly #random = new SeededRandom(1);
  readonly #sockets: Record<string, HttpHandler> = {};
  #onHint: ((hint: Hint) => void) | undefined;
  #onFileChange: (() => void) | undefined;

  constructor(
    files: Readonly<Record<string, MemoryFile>> = {},
    servers: ConstructorParameters<typeof FakeHttp>[1] = {},
  ) {
    this.files = new MemoryFiles(files);
    this.http = new FakeHttp(this.clock, servers);
  }

  /** Reaches whatever listens in a state directory. */
  get request(): LocalRequest {
    return (path, request) => memorySocket(this.#sockets)(path, request);
  }

  get edge(): ProcessEdge {
    return {
      pid: 4_711,
      hasColours: false,
      createLog: (config, language) => ({
        write: (event, fields: LogFields) => {
          if (severity[event.level] < severity[config.level]) return;
          this.logged.push(`${event.level} ${event.code} ${event.text[language](fields as never)}`);
        },
      }),
      createPorts: async () => this.ports,
      openAdministration: (directory, access, ports) => this.openAdministration(directory, access, ports),
      request: this.request,
      watchSignals: (actions) => {
        this.signals = actions;
        const stop = async (): Promise<void> => {
          this.signals = undefined;
        };
        return { stop };
      },
      ask: async (question, isHidden) => {
        this.questions.push({ question, isHidden });
        return this.answers.shift();
      },
      prepareForWork: () => undefined,
      exitNow: (status) => {
        this.exited = status;
      },
    };
  }

  get ports(): HostPorts {
    const { clock } = this;
    const http = this.elsewhere ?? this.http;
    const random = this.#random;
    const files = this.#allFiles;
    const unused = (): never => {
      throw new Error("this host has no such thing");
    };
    const lookup = { addresses: unused, resolvers: () => [] };
    const network = { clock, random, http, lookup, datagrams: { exchange: unused }, streams: { exchange: unused } };
    const ports: HostPorts = {
      clock,
      random,
      files,
      commands: { run: unused },
      request: this.request,
      memory: {
        giveBack: () => {
          this.gaveBack += 1;
        },
      },
      network,
      sources: {
        ...network,
        files,
        commands: { run: unused },
        addressTable: { read: async () => ok([]) },
        gateways: noGateways,
      },
      multicast: { join: async () => failure({ ...portTaken, endpoint: "0.0.0.0:5350" }) },
      routes: { defaultRoutes: async () => ok([]) },
      gateways: noGateways,
      transfers: {
        transfer: async () => failure({ code: "unreachable", detail: "a host of tests", wasSent: false }),
      },
      listeners: {
        datagrams: { listen: unused },
        packets: async () => failure({ code: "packets-unavailable", detail: "a host of tests" }),
        frames: { listen: unused },
        http: {
          listen: async (place, _, handler) => {
            if (place.kind === "port") return failure(portTaken);
            this.#sockets[place.path] = handler;
            return ok({ endpoint: undefined, stop: async () => void delete this.#sockets[place.path] });
          },
        },
      },
      trusting: () => ports,
      monitorFor: () => ({
        id: "test",
        start: (onHint) => {
          this.#onHint = onHint;
          return { stop: async () => undefined };
        },
      }),
      watchFiles: (_, onChange) => {
        this.#onFileChange = onChange;
        return { stop: async () => undefined };
      },
    };
    return ports;
  }

  /** Writes a file as an editor does, seen by whoever watches. */
  write(path: string, file: MemoryFile): void {
    this.files.set(path, file);
    this.#onFileChange?.();
  }

  /** Something about addresses may have changed. */
  hint(): void {
    this.#onHint?.(hintOf("test", this.clock.now(), { addressesChanged: true }));
  }

  /** Lets time pass until a promise has settled; what real disks take is not counted. */
  async until<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    // A rejection is the caller's.
    done.catch(() => undefined);
    for (let turn = 0; turn < 10_000 && !isDone; turn += 1) {
      await this.clock.advance(Duration.milliseconds(100));
      if (turn > longestHurry) await Bun.sleep(1);
    }
    return done;
  }

  /** Lets time pass until something is so. */
  async untilTrue(condition: () => boolean): Promise<void> {
    for (let turn = 0; turn < 10_000 && !condition(); turn += 1) {
      await this.clock.advance(Duration.milliseconds(10));
      if (turn > longestHurry) await Bun.sleep(1);
    }
    if (!condition()) throw new Error(`it never came to be; the log says:\n${this.logged.join("\n")}`);
  }

  get #allFiles(): FileReader {
    return {
      read: async (path, largestOctets) => {
        const described = await this.files.read(path, largestOctets);
        return described.ok || described.code !== "file-missing" ? described : fileReader.read(path, largestOctets);
      },
    };
  }
}

/** Turns after which a host is given real time too: a busy machine takes longer than that to load a module from its disk. */
const longestHurry = 1_000;

const severity: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

const portTaken = { code: "address-in-use", endpoint: "127.0.0.1:80", holder: undefined, detail: "test" } as const;
