import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import aws4 from "aws4";

/** Lets requests to Route 53 pass whose signature the library `aws4` makes as well, and refuses others as AWS does. */
export class SignatureGate {
  /** How many requests passed that change something. */
  writes = 0;
  readonly #server: Server;
  readonly #port: number;
  readonly #credentials: () => Credentials;
  #isOpen = false;

  private constructor(port: number, credentials: () => Credentials) {
    this.#port = port;
    this.#credentials = credentials;
    this.#server = createServer((incoming, response) => {
      void this.#receive(incoming, response);
    });
  }

  /** @param port that of the server behind, on loopback. */
  static async start(port: number, credentials: () => Credentials): Promise<SignatureGate> {
    const gate = new SignatureGate(port, credentials);
    await new Promise<void>((resolve) => gate.#server.listen(0, "127.0.0.1", resolve));
    return gate;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Lets everything pass from now on. */
  open(): void {
    this.#isOpen = true;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  async #receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (!this.#isOpen && !this.#isGenuine(incoming, body.toString())) {
      response.writeHead(403, { "content-type": "text/xml" }).end(refusal);
      return;
    }
    const { method, url: path, headers } = incoming;
    if (method === "POST") this.writes += 1;
    const onward = request({ host: "127.0.0.1", port: this.#port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    onward.end(body);
  }

  #isGenuine({ method = "", url: path = "", headers }: IncomingMessage, body: string): boolean {
    const { authorization = "" } = headers;
    const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(";") ?? [];
    const own = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
    const same = {
      service: "route53",
      region: "us-east-1",
      host: headers.host ?? "",
      method,
      path,
      body,
      headers: own,
      // The length is nobody's to sign, see `sigv4.test.ts`.
      extraHeadersToIgnore: { "content-length": true },
    };
    const expected = aws4.sign(same, this.#credentials());
    return expected.headers?.["Authorization"] === authorization;
  }
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const refusal =
  '<?xml version="1.0"?><ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type>' +
  "<Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match.</Message></Error>" +
  "</ErrorResponse>";
