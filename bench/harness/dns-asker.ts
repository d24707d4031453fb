import { addressQuery, answeredIpv4 } from "../load/dns-packets.ts";

/** Asks one server for addresses of names, from one socket. Several questions may be open at a time. */
export class DnsAsker {
  readonly #waiting = new Map<number, (answer: Uint8Array | undefined) => void>();
  readonly #socket: Promise<Bun.udp.ConnectedSocket<"buffer">>;
  #id = 0;

  private constructor(port: number) {
    this.#socket = Bun.udpSocket({
      connect: { hostname: "127.0.0.1", port },
      socket: {
        data: (_, answer) => this.#waiting.get(((answer[0] ?? 0) << 8) | (answer[1] ?? 0))?.(answer),
        error: () => undefined,
      },
    });
  }

  static async open(port: number): Promise<DnsAsker> {
    const asker = new DnsAsker(port);
    await asker.#socket;
    return asker;
  }

  /** The IPv4 address of a name; undefined when there is none, or no answer in time. */
  async ask(name: string, limitMs = 1_000): Promise<string | undefined> {
    const socket = await this.#socket;
    const query = addressQuery(name);
    this.#id = (this.#id + 1) & 0xffff;
    const id = this.#id;
    query[0] = id >>> 8;
    query[1] = id & 0xff;
    const answered = Promise.withResolvers<string | undefined>();
    this.#waiting.set(id, (answer) => answered.resolve(answer === undefined ? undefined : answeredIpv4(answer, query)));
    const timer = setTimeout(() => this.#waiting.get(id)?.(undefined), limitMs);
    socket.send(query);
    try {
      return await answered.promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  async close(): Promise<void> {
    (await this.#socket).close();
  }
}

/** Asks once. */
export async function askIpv4(port: number, name: string, limitMs?: number): Promise<string | undefined> {
  const asker = await DnsAsker.open(port);
  const address = await asker.ask(name, limitMs);
  await asker.close();
  return address;
}
