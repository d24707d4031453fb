import { connect, createServer, type Server, type Socket } from "node:net";

/** Stands between a client and a server on loopback, passes every octet, and writes down the requests. */
export class RecordingProxy {
  readonly #server: Server;
  readonly #open: Set<Socket> = new Set();
  #requests: string[] = [];
  port = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param target the port behind, looked up at every connection. */
  static async start(target: () => number): Promise<RecordingProxy> {
    const server = createServer();
    const proxy = new RecordingProxy(server);
    server.on("connection", (near: Socket) => proxy.#join(near, connect(target(), "127.0.0.1")));
    await proxy.resume();
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw new Error("expected a port");
    proxy.port = bound.port;
    return proxy;
  }

  /** Methods and paths with their queries since the last call, in the order they came. */
  take(): readonly string[] {
    const taken = this.#requests;
    this.#requests = [];
    return taken;
  }

  /** Refuses connections from now on. */
  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** Takes connections again, on the port it had. */
  resume(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(this.port, "127.0.0.1", () => resolve()));
  }

  #join(near: Socket, far: Socket): void {
    let text = "";
    near.on("data", (chunk: Uint8Array) => {
      text += Buffer.from(chunk).toString("latin1");
      // Ends of bodies have no line end, so a request line may follow one on the same line.
      for (const match of text.matchAll(/(GET|PUT|POST|DELETE) (\S+) HTTP\/1\.1\r\n/g)) {
        this.#requests.push(`${match[1]} ${match[2]}`);
      }
      text = text.slice(text.lastIndexOf("\r\n") + 2);
      far.write(chunk);
    });
    far.on("data", (chunk: Uint8Array) => near.write(chunk));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#open.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        this.#open.delete(one);
        other.destroy();
      });
    }
  }
}
