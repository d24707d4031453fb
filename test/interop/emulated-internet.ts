import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { TestAuthority } from "../support/certificate.ts";
import { TlsFront } from "./tls-front.ts";

/**
 * An HTTP proxy behind which the hosts of real services are their emulators, with certificates of a test's authority.
 * So clients are tried with the addresses they have. Any other host is refused.
 */
export class EmulatedInternet {
  /** Hosts that clients asked for and that nothing stands for. */
  readonly refused: string[] = [];
  readonly #server: Server;
  readonly #fronts = new Map<string, TlsFront>();
  readonly #open = new Set<Socket>();

  private constructor() {
    this.#server = createServer((socket) => {
      this.#serve(socket);
    });
  }

  /** @param origins those of the emulators, by the host that each stands for. */
  static async start(origins: Readonly<Record<string, string>>, authority: TestAuthority): Promise<EmulatedInternet> {
    const internet = new EmulatedInternet();
    for (const [host, origin] of Object.entries(origins)) {
      internet.#fronts.set(host, await TlsFront.start(origin, authority.issue({ hosts: [host] })));
    }
    await new Promise<void>((resolve) => internet.#server.listen(0, "127.0.0.1", resolve));
    return internet;
  }

  /** What clients take as `HTTPS_PROXY`. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    for (const socket of this.#open) socket.destroy();
    for (const front of this.#fronts.values()) front.close();
    this.#server.close();
  }

  #serve(near: Socket): void {
    let head = "";
    this.#keep(near);
    const listen = (chunk: Buffer): void => {
      head += chunk.toString("latin1");
      if (!head.includes("\r\n\r\n")) return;
      near.off("data", listen);
      // CONNECT, RFC 9110 §9.3.6. Clients send nothing more before they have the answer.
      const host = /^CONNECT ([^\s:]+):443 HTTP\/1\.[01]\r\n/i.exec(head)?.[1] ?? "";
      const front = this.#fronts.get(host);
      if (front === undefined) {
        this.refused.push(host);
        near.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      const far = connect(front.port, "127.0.0.1", () => {
        near.write("HTTP/1.1 200 OK\r\n\r\n");
        near.pipe(far).pipe(near);
      });
      this.#keep(far);
    };
    near.on("data", listen);
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#open.delete(socket));
  }
}
