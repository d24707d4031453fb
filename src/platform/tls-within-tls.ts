import { Duplex } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import type { Connection } from "./connection.ts";
import { HeardEvents } from "./heard-events.ts";
import type { TlsRules } from "./socket-connection.ts";

/**
 * A second layer of TLS, for hosts behind a proxy that is spoken to securely. Over node:tls, which takes any stream; it
 * is heavy, so this file is imported by those who need it only.
 */

/** As `SocketConnection.startTls`. */
export function startTlsWithinTls(
  lower: Connection,
  rules: TlsRules,
  onHandshake: (error: Error | undefined) => void,
): Connection {
  const heard = new HeardEvents();
  const socket: TLSSocket = connect({
    socket: streamOver(lower),
    servername: rules.serverName,
    rejectUnauthorized: true,
    ...(rules.authorities === undefined ? {} : { ca: [...rules.authorities] }),
  });
  socket.once("secureConnect", () => onHandshake(undefined));
  socket.on("data", (chunk: Uint8Array) => heard.data(chunk));
  socket.on("end", () => heard.end());
  socket.on("error", (error) => heard.error(error));
  socket.on("close", () => heard.end());
  return {
    write: (octets) => void socket.write(octets),
    listen: (listener) => heard.listen(listener),
    close: () => {
      socket.end();
      lower.close();
    },
    destroy: () => {
      socket.destroy();
      lower.destroy();
    },
  };
}

function streamOver(connection: Connection): Duplex {
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Uint8Array, _encoding, done) => {
      connection.write(chunk);
      done();
    },
    destroy: (error, done) => {
      connection.destroy();
      done(error);
    },
  });
  connection.listen({
    onData: (chunk) => void stream.push(chunk),
    onEnd: () => void stream.push(null),
    onError: (error) => void stream.destroy(error instanceof Error ? error : new Error("connection lost")),
  });
  return stream;
}
