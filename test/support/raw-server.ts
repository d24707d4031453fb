import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { TestCertificate } from "./certificate.ts";

/** A server on loopback that says exactly the octets a test wants said, and remembers what it was asked. */

export interface RawServer {
  readonly port: number;
  /** Heads of the requests, as text, in the order they came. */
  readonly requests: readonly string[];
  /** Addresses the requests came from. */
  readonly peers: readonly string[];
  stop(): Promise<void>;
}

export interface RawServerOptions {
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  readonly tls?: TestCertificate;
  /** Answers at once, without waiting for a request. */
  readonly speaksFirst?: boolean;
}

/** Says something to a request whose head has come; the head's text ends before the empty line. */
export type RawAnswer = string | Uint8Array | ((socket: Socket, head: string) => void);

/**
 * Listens on `host` and port 0. A text or octets as the answer are sent, and then the connection is closed; a function
 * does what it likes.
 */
export async function startRawServer(answer: RawAnswer, options: RawServerOptions = {}): Promise<RawServer> {
  const requests: string[] = [];
  const peers: string[] = [];
  const open = new Set<Socket>();
  const onConnection = (socket: Socket): void => {
    let head = "";
    socket.on("error", () => undefined);
    if (options.speaksFirst === true) {
      say(socket, "");
      return;
    }
    socket.on("data", function read(chunk: Uint8Array) {
      head += Buffer.from(chunk).toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      socket.off("data", read);
      // What a client sends after its head is thrown away.
      socket.resume();
      requests.push(head.slice(0, end));
      peers.push(socket.remoteAddress ?? "");
      say(socket, head.slice(0, end));
    });
  };
  const say = (socket: Socket, head: string): void => {
    if (typeof answer === "function") answer(socket, head);
    else socket.end(answer);
  };
  const server: Server =
    options.tls === undefined
      ? createServer(onConnection)
      : createTlsServer({ cert: options.tls.certificate, key: options.tls.key }, onConnection);
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, options.host ?? "127.0.0.1", () => resolve()));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("expected a port");
  return {
    port: bound.port,
    requests,
    peers,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
