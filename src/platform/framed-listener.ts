import type { Server, Socket } from "node:net";
import { Address } from "../core/address.ts";
import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { FramedHandler, FramedLimits, FramedListener, Listening, TlsIdentity } from "../core/listen.ts";
import type { Endpoint } from "../core/net.ts";
import { ok } from "../core/result.ts";
import { FramedConnection } from "./framed-connection.ts";
import { portFailure, tlsFailure } from "./listen-failure.ts";

/**
 * Accepts TCP connections with framed messages over node:net, and decides who may stay. What one client does is
 * `framed-connection.ts`'s, what its messages say the handler's.
 */

/** @param onBug takes what a handler throws; the connection is then cut. */
export function createFramedListener(clock: Clock, onBug: (bug: unknown) => void): FramedListener {
  return {
    listen: async (endpoint, limits, handler, tls) => {
      try {
        const server = await createServer(tls, limits.idleTimeoutMs);
        const port = await bind(server, endpoint);
        return ok(accept(server, { address: endpoint.address, port }, limits, handler, clock, onBug));
      } catch (error) {
        return tlsFailure(endpoint, error) ?? portFailure("tcp", endpoint, error);
      }
    },
  };
}

const common = { allowHalfOpen: true, noDelay: true };

/**
 * Under Bun 1.4.4 a TLS server tells of a connection before the handshake, so one that never ends it counts, and is closed,
 * like any other that is idle.
 */
async function createServer(tls: TlsIdentity | undefined, handshakeTimeout: number): Promise<Server> {
  if (tls === undefined) return (await import("node:net")).createServer(common);
  const { createServer: createTlsServer } = await import("node:tls");
  const { certificate: cert, key } = tls;
  // RFC 7858 §3.2, and the protocol's name of RFC 7301 §6 as IANA has it.
  const server = createTlsServer({
    ...common,
    cert,
    key,
    ALPNProtocols: ["dot"],
    minVersion: "TLSv1.2",
    handshakeTimeout,
  });
  // Who does not speak TLS is left open by itself.
  return server.on("tlsClientError", (_, socket) => void socket.destroy());
}

/** Starts to listen and gives the port; rejects with the system's error. */
function bind(server: Server, endpoint: Endpoint): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const place = { host: endpoint.address.toString(), port: endpoint.port, exclusive: true };
    // Without this `[::]` takes the port from `0.0.0.0` too.
    server.listen({ ...place, ipv6Only: endpoint.address.family === "ipv6" }, () => {
      server.off("error", reject);
      const bound = server.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : endpoint.port);
    });
  });
}

function accept(
  server: Server,
  endpoint: Endpoint,
  limits: FramedLimits,
  handler: FramedHandler,
  clock: Clock,
  onBug: (bug: unknown) => void,
): Listening {
  const clients = new Clients(clock, limits);
  const rules = {
    handler: counted(handler),
    largestPipeline: limits.largestPipeline,
    onProgress: (connection: FramedConnection): void => clients.touch(connection),
    onBug,
  };
  const underWay = rules.handler.underWay;
  // Accepting failed, for instance for want of descriptors; the next client may have more luck.
  server.on("error", () => undefined);
  server.on("connection", (socket: Socket) => {
    // Whatever breaks a connection, its `close` event follows.
    socket.on("error", () => undefined);
    const peer = peerOf(socket);
    if (peer === undefined || !clients.makeRoom(peer)) {
      socket.destroy();
      return;
    }
    const connection = new FramedConnection(socket, peer, rules);
    clients.add(connection, peer);
    socket.on("close", () => {
      connection.destroy();
      clients.remove(connection);
    });
  });
  return {
    endpoint,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      clients.destroyAll();
      await Promise.all([closed, ...underWay]);
    },
  };
}

/** A handler that remembers what it has under way. */
function counted(handler: FramedHandler): FramedHandler & { readonly underWay: ReadonlySet<Promise<unknown>> } {
  const underWay = new Set<Promise<unknown>>();
  const remember: FramedHandler = async (payload, peer) => {
    const answering = handler(payload, peer);
    const settled = answering.catch(() => undefined).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return answering;
  };
  return Object.assign(remember, { underWay });
}

/** Undefined when the client is gone before we look. */
function peerOf(socket: Socket): Endpoint | undefined {
  const address = Address.parse((socket.remoteAddress ?? "").replace(/%.*$/, ""));
  const port = socket.remotePort;
  return address.ok && port !== undefined ? { address: address.value, port } : undefined;
}

/**
 * All connections, the one without progress for longest first. Progress is a whole message or an answer that left: a
 * client that sends or reads an octet now and then makes none and is closed like a silent one. RFC 7766 §6.2.3
 */
class Clients {
  readonly #clock: Clock;
  readonly #limits: FramedLimits;
  /** In the order of their last progress, which is the value. */
  readonly #progress = new Map<FramedConnection, Duration>();
  readonly #addresses = new Map<FramedConnection, string>();
  readonly #counts = new Map<string, number>();
  #timer: Timer | undefined;

  constructor(clock: Clock, limits: FramedLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  add(connection: FramedConnection, { address }: Endpoint): void {
    const text = address.toString();
    this.#addresses.set(connection, text);
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
    this.#progress.set(connection, this.#clock.monotonic());
    this.#watch();
  }

  /** Notes progress of a connection that is still ours. */
  touch(connection: FramedConnection): void {
    if (this.#progress.delete(connection)) this.#progress.set(connection, this.#clock.monotonic());
  }

  remove(connection: FramedConnection): void {
    this.#progress.delete(connection);
    this.#release(connection);
    if (this.#progress.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /**
   * Makes room for one more; false when everybody is busy. The longest idle one has to go rather than the newest: else a
   * few clients that hold all places without using them would shut out all others. Who has as many as one may have gives
   * up one of its own.
   */
  makeRoom({ address }: Endpoint): boolean {
    const text = address.toString();
    if ((this.#counts.get(text) ?? 0) >= this.#limits.largestPeerCount) {
      return this.#dropIdle((connection) => this.#addresses.get(connection) === text);
    }
    return this.#progress.size < this.#limits.largestConnectionCount || this.#dropIdle(() => true);
  }

  #dropIdle(isMeant: (connection: FramedConnection) => boolean): boolean {
    for (const connection of this.#progress.keys()) {
      if (connection.isBusy || !isMeant(connection)) continue;
      this.remove(connection);
      connection.destroy();
      return true;
    }
    return false;
  }

  /** Takes a connection off its address's count, once. */
  #release(connection: FramedConnection): void {
    const text = this.#addresses.get(connection);
    if (text === undefined || !this.#addresses.delete(connection)) return;
    const left = (this.#counts.get(text) ?? 1) - 1;
    if (left === 0) this.#counts.delete(text);
    else this.#counts.set(text, left);
  }

  destroyAll(): void {
    for (const connection of [...this.#progress.keys()]) {
      this.remove(connection);
      connection.destroy();
    }
  }

  /** Waits for the moment at which the first connection may have been idle for too long. */
  #watch(): void {
    const [oldest] = this.#progress.values();
    if (this.#timer !== undefined || oldest === undefined) return;
    const left = oldest + this.#limits.idleTimeoutMs - this.#clock.monotonic();
    this.#timer = this.#clock.after(Duration.milliseconds(left), () => {
      this.#timer = undefined;
      this.#sweep();
      this.#watch();
    });
  }

  #sweep(): void {
    const latest = this.#clock.monotonic() - this.#limits.idleTimeoutMs;
    for (const [connection, at] of [...this.#progress]) {
      if (at > latest) return;
      if (connection.isBusy) {
        this.touch(connection);
      } else {
        this.remove(connection);
        connection.destroy();
      }
    }
  }
}
