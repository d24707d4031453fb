import { connect, type Socket } from "node:net";

/** A connection on which a test says exactly the octets it wants, and reads HTTP answers. */

export interface RawAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly fields: ReadonlyMap<string, string>;
  readonly body: string;
}

export class RawConnection {
  readonly #socket: Socket;
  readonly #ended: Promise<void>;
  #heard = "";
  #wake: () => void = () => undefined;

  constructor(port: number, host = "127.0.0.1") {
    this.#socket = connect(port, host);
    this.#socket.setNoDelay(true);
    this.#socket.on("error", () => undefined);
    this.#socket.on("data", (chunk: Uint8Array) => {
      this.#heard += Buffer.from(chunk).toString("latin1");
      this.#wake();
    });
    this.#ended = new Promise((resolve) => this.#socket.once("close", () => resolve()));
  }

  /** Resolves when the system has taken the octets. */
  say(octets: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#socket.write(octets, () => resolve()));
  }

  /** The next answer, which must tell its length; undefined when the other side closed before it was whole. */
  async next(): Promise<RawAnswer | undefined> {
    for (;;) {
      const answer = this.#take();
      if (answer !== undefined) return answer;
      const more = new Promise<"more">((resolve) => {
        this.#wake = () => resolve("more");
      });
      if ((await Promise.race([more, this.#ended])) !== "more") return this.#take();
    }
  }

  /** What else was said until the other side closed. */
  async rest(): Promise<string> {
    await this.#ended;
    return this.#heard;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(): RawAnswer | undefined {
    const end = this.#heard.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const [first = "", ...lines] = this.#heard.slice(0, end).split("\r\n");
    const fields = new Map(
      lines.map((line): [string, string] => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const length = Number(fields.get("content-length") ?? "0");
    const body = this.#heard.slice(end + 4, end + 4 + length);
    if (body.length < length) return undefined;
    this.#heard = this.#heard.slice(end + 4 + length);
    return { status: Number(first.split(" ")[1]), fields, body };
  }
}
