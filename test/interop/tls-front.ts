import { connect, type AddressInfo } from "node:net";
import { createServer, type Server } from "node:tls";
import type { TestCertificate } from "../support/certificate.ts";

/** TLS before a plain server on loopback, for clients that speak nothing else. */
export class TlsFront {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param origin the plain server's, such as `http://127.0.0.1:8080`. */
  static async start(origin: string, { certificate, key }: TestCertificate): Promise<TlsFront> {
    const { hostname, port } = new URL(origin);
    const server = createServer({ cert: certificate, key }, (socket) => {
      const inner = connect(Number(port), hostname);
      socket.on("error", () => inner.destroy());
      inner.on("error", () => socket.destroy());
      socket.pipe(inner).pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new TlsFront(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Takes no more connections; those that are open end with the server behind. */
  close(): void {
    this.#server.close();
  }
}
