import { concatOctets } from "../core/octets.ts";
import type { Connection, ConnectionListener } from "./connection.ts";
import { HeardEvents } from "./heard-events.ts";
import { systemCode } from "./system-error.ts";

/** A connection over one of Bun's own sockets, bare or with TLS on top (docs/decisions/0008). */

/** Where Bun reports what happens; `open` and `handshake` are added by who opens. */
type Events = Required<Pick<Bun.SocketHandler<undefined>, "data" | "drain" | "end" | "error" | "close">>;

/** The names of TLS that differ between connections. */
export interface TlsRules {
  readonly serverName: string;
  /** PEM texts of all authorities that count; the usual ones when absent. */
  readonly authorities?: readonly string[];
}

export class SocketConnection implements Connection {
  readonly isSecure: boolean;
  readonly #heard = new HeardEvents();
  #socket: Bun.Socket<undefined> | undefined;
  #unsent: Uint8Array = new Uint8Array(0);
  #isClosing = false;
  /** The TLS connection on top of this one, whose octets those on this socket are then. */
  #upper: SocketConnection | undefined;

  constructor(isSecure: boolean) {
    this.isSecure = isSecure;
  }

  /** What Bun is to call; `adopt` tells the socket. */
  readonly events: Events = {
    data: (_socket, chunk) => {
      if (this.#upper === undefined) this.#heard.data(chunk);
    },
    drain: () => this.#flush(),
    end: () => this.#heard.end(),
    error: (_socket, error) => {
      this.#heard.error(error);
      // What the network does comes with `close`; here Bun reports what was thrown by who listens, which is a bug.
      if (systemCode(error) === undefined) {
        queueMicrotask(() => {
          throw error;
        });
      }
    },
    close: (_socket, error) => {
      this.#socket = undefined;
      if (error === undefined) this.#heard.end();
      else this.#heard.error(error);
    },
  };

  adopt(socket: Bun.Socket<undefined>): void {
    this.#socket = socket;
  }

  write(octets: Uint8Array): void {
    this.#unsent = this.#unsent.length === 0 ? octets : concatOctets([this.#unsent, octets]);
    this.#flush();
    // The caller may use its memory again.
    if (this.#unsent.length > 0) this.#unsent = Uint8Array.from(this.#unsent);
  }

  listen(listener: ConnectionListener): void {
    this.#heard.listen(listener);
  }

  close(): void {
    this.#isClosing = true;
    this.#flush();
  }

  destroy(): void {
    this.#unsent = new Uint8Array(0);
    this.#socket?.terminate();
    // Bun does not close a socket that has been given to TLS; whoever gave up within the handshake would leave it open.
    this.#upper?.destroy();
  }

  /**
   * Begins TLS on this connection and gives the one on top. `onHandshake` is called once with the error that the checks
   * found, if any; a peer that breaks off is told to the upper connection's listener instead.
   */
  startTls(rules: TlsRules, onHandshake: (error: Error | undefined) => void): SocketConnection {
    const upper = new SocketConnection(true);
    this.#upper = upper;
    const upgraded = this.#socket?.upgradeTLS<undefined>({
      tls: {
        serverName: rules.serverName,
        // Stated, because the environment variable NODE_TLS_REJECT_UNAUTHORIZED=0 would decide otherwise.
        rejectUnauthorized: true,
        ...(rules.authorities === undefined ? {} : { ca: [...rules.authorities] }),
      },
      socket: {
        ...upper.events,
        handshake: (socket, isDone, error) => {
          const isTrusted = isDone && error === null && socket.authorized;
          onHandshake(isTrusted ? undefined : (error ?? new Error("not authorized")));
        },
      },
    });
    if (upgraded === undefined) upper.#heard.end();
    else upper.adopt(upgraded[1]);
    return upper;
  }

  #flush(): void {
    if (this.#socket === undefined) return;
    if (this.#unsent.length > 0) {
      const taken = this.#socket.write(this.#unsent);
      // A negative count means that the socket is closed, which its own event tells.
      this.#unsent = this.#unsent.subarray(Math.max(0, taken));
    }
    if (this.#unsent.length > 0 || !this.#isClosing) return;
    // Gives the descriptor back at once; the kernel sees to the rest.
    this.#socket.end();
  }
}
