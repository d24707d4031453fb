/** One connection for HTTP/1.1 requests, one after the other. Only what our server's answers need. RFC 9112 */

export interface PlainAnswer {
  readonly status: number;
  readonly body: string;
}

export class HttpConnection {
  readonly #socket: Bun.Socket<undefined>;
  #received = "";
  #waiting: PromiseWithResolvers<PlainAnswer> | undefined;

  private constructor(socket: Bun.Socket<undefined>) {
    this.#socket = socket;
  }

  static async open(port: number): Promise<HttpConnection> {
    let connection: HttpConnection | undefined;
    const socket = await Bun.connect<undefined>({
      hostname: "127.0.0.1",
      port,
      socket: {
        data: (_, octets) => connection?.receive(octets.toString("latin1")),
        close: () => connection?.fail("the server closed the connection"),
        error: (_, error) => connection?.fail(error.message),
      },
    });
    connection = new HttpConnection(socket);
    return connection;
  }

  /** Sends a whole request in ASCII and waits for its answer. */
  send(request: string): Promise<PlainAnswer> {
    this.#waiting = Promise.withResolvers();
    const { promise } = this.#waiting;
    this.#socket.write(request);
    return promise;
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.end();
  }

  receive(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const length = Number(
      /\r\ncontent-length: *(\d+)\r\n/i.exec(this.#received.slice(0, headEnd + 2))?.[1] ?? Number.NaN,
    );
    const end = headEnd + 4 + length;
    if (Number.isNaN(length)) this.fail(`an answer without length: ${this.#received.slice(0, headEnd)}`);
    if (!(this.#received.length >= end)) return;
    const answer = { status: Number(this.#received.slice(9, 12)), body: this.#received.slice(headEnd + 4, end) };
    this.#received = this.#received.slice(end);
    this.#waiting?.resolve(answer);
  }

  fail(reason: string): void {
    this.#waiting?.reject(new Error(reason));
    this.#waiting = undefined;
  }
}
