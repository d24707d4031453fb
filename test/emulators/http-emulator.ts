import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A service on real loopback HTTP that remembers what it received and can be told to fail in the ways networks do. It
 * shares no code with what it tests.
 */

/** The time that emulators go by when they are told no other: when clocks of tests start. */
export const usualNow = (): number => Date.UTC(2026, 10, 20);

export interface ReceivedRequest {
  readonly method: string;
  /** Still percent-encoded, without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface EmulatedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** UTF-8 when absent; `latin1` for bodies in other charsets, an octet per character. */
  readonly encoding?: "latin1";
}

/** What happens to one request instead of, or after, being handled. */
export type Fault =
  | { readonly kind: "answer"; readonly answer: EmulatedAnswer }
  /** The connection stays open and nothing is ever sent. */
  | { readonly kind: "silence" }
  | { readonly kind: "reset" }
  /** The right answer, of which only the first half arrives. */
  | { readonly kind: "cut-short" }
  /** The right answer, of which only the first half was ever written. */
  | { readonly kind: "half-written" }
  /** Ten megabytes of something. */
  | { readonly kind: "huge" }
  /** The request is carried out; its answer is lost with the connection. */
  | { readonly kind: "reply-lost" };

const blanks = Buffer.alloc(10 * 1024 * 1024, " ");

interface PlannedFault {
  readonly applies: (request: ReceivedRequest) => boolean;
  readonly fault: Fault;
}

export class HttpEmulator {
  /** Everything received, in order. */
  readonly requests: ReceivedRequest[] = [];
  /** Called when a request meets silence, so that a test can let time pass instead of waiting. */
  onSilence: () => void = () => undefined;
  readonly #server: Server;
  readonly #handle: (request: ReceivedRequest) => EmulatedAnswer;
  #faults: PlannedFault[] = [];

  private constructor(handle: (request: ReceivedRequest) => EmulatedAnswer) {
    this.#handle = handle;
    this.#server = createServer((incoming, response) => {
      // Emulators go by the clocks of tests, and say so themselves where it matters.
      response.sendDate = false;
      void this.#receive(incoming, response);
    });
  }

  static async start(handle: (request: ReceivedRequest) => EmulatedAnswer): Promise<HttpEmulator> {
    const emulator = new HttpEmulator(handle);
    await new Promise<void>((resolve) => emulator.#server.listen(0, "127.0.0.1", resolve));
    return emulator;
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** The next request to which it applies meets the fault; later ones do not. */
  failNext(fault: Fault, applies: (request: ReceivedRequest) => boolean = () => true): void {
    this.#faults.push({ applies, fault });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  async #receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? "/", "http://emulator");
    const request: ReceivedRequest = {
      method: incoming.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(", ") : (value ?? ""),
        ]),
      ),
      body: Buffer.concat(chunks).toString("utf8"),
    };
    this.requests.push(request);
    const planned = this.#faults.find(({ applies }) => applies(request));
    this.#faults = this.#faults.filter((fault) => fault !== planned);
    if (planned?.fault.kind === "answer") {
      send(response, planned.fault.answer);
      return;
    }
    if (planned?.fault.kind === "silence") {
      this.onSilence();
      return;
    }
    if (planned?.fault.kind === "reset") {
      incoming.socket.resetAndDestroy();
      return;
    }
    const answer = this.#handle(request);
    switch (planned?.fault.kind) {
      case undefined:
        send(response, answer);
        return;
      case "reply-lost":
        incoming.socket.resetAndDestroy();
        return;
      case "huge":
        response.writeHead(answer.status, {
          ...answer.headers,
          "content-length": String(Buffer.byteLength(answer.body) + blanks.length),
        });
        response.write(answer.body);
        response.end(blanks);
        return;
      case "half-written":
        send(response, { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) });
        return;
      case "cut-short":
        response.writeHead(answer.status, { ...answer.headers, "content-length": String(answer.body.length * 2 + 10) });
        response.write(answer.body.slice(0, Math.floor(answer.body.length / 2)), () => {
          incoming.socket.destroy();
        });
    }
  }
}

function send(response: ServerResponse, answer: EmulatedAnswer): void {
  // Old clients do not know answers in chunks.
  const octets = Buffer.from(answer.body, answer.encoding ?? "utf8");
  const length = octets.length === 0 ? {} : { "content-length": String(octets.length) };
  response.writeHead(answer.status, { ...length, ...answer.headers });
  response.end(octets);
}
