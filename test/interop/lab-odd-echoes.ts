import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

/**
 * Played by the tests of the laboratory: web services of the kind that once told addresses. While they are honest they
 * tell everybody his own; while they are odd each fails in a way of its own, always with an address at hand that is not
 * the caller's.
 *
 * Arguments: the address to listen at, the address to lie with, then `port=oddity` for each. A line `odd` or `honest` on
 * the input changes all of them at once; each change and the start are answered with a line.
 */

const [address = "", lie = "", ...places] = process.argv.slice(2);

/** What becomes of a connection once it has asked. */
type Oddity = (socket: Socket) => void;

function answer(status: string, type: string, body: string, ...headers: readonly string[]): string {
  const head = [
    `HTTP/1.1 ${status}`,
    `content-type: ${type}`,
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  return `${[...head, "connection: close"].join("\r\n")}\r\n\r\n${body}`;
}

const page = `<!DOCTYPE html><html><body><h1>Welcome</h1>${lie}</body></html>`;

const oddities: Readonly<Record<string, Oddity>> = {
  page: (socket) => socket.end(answer("200 OK", "text/html", page)),
  "page-as-text": (socket) => socket.end(answer("200 OK", "text/plain", `\n  ${page}`)),
  "bare-address-as-403": (socket) => socket.end(answer("403 Forbidden", "text/plain", lie)),
  "page-as-403": (socket) => socket.end(answer("403 Forbidden", "text/html", page)),
  "other-family": (socket) => socket.end(answer("200 OK", "text/plain", "3ffe:b00:666::1")),
  private: (socket) => socket.end(answer("200 OK", "text/plain", "192.168.1.1")),
  "of-a-carrier": (socket) => socket.end(answer("200 OK", "text/plain", "100.64.0.1")),
  "several-in-a-line": (socket) => socket.end(answer("200 OK", "text/plain", `${lie}, 198.51.100.7`)),
  "several-lines": (socket) => socket.end(answer("200 OK", "text/plain", `${lie}\n${lie}\n`)),
  "cut-short": (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: ${lie.length + 1}\r\n\r\n${lie}`),
  silent: () => undefined,
  closed: (socket) => socket.end(),
  reset: (socket) => socket.resetAndDestroy(),
  // Trimmed, it would be an address.
  "ten-megabytes": (socket) => socket.end(answer("200 OK", "text/plain", `${lie}\n${" ".repeat(10_000_000)}`)),
  "an-octet-at-a-time": (socket) => {
    const octets = [...answer("200 OK", "text/plain", lie)];
    const timer = setInterval(() => {
      const next = octets.shift();
      if (next === undefined) socket.end();
      else socket.write(next);
    }, 200);
    socket.on("close", () => clearInterval(timer));
  },
  // What it leads to answers in the best of forms.
  redirect: (socket) => socket.end(answer("302 Found", "text/plain", lie, `location: http://${address}:${liarPort}/`)),
};

/** Where redirects lead. */
const liarPort = 8_099;

let isOdd = false;

function listen(port: number, oddity: Oddity): Promise<void> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      if (isOdd) oddity(socket);
      else socket.end(answer("200 OK", "text/plain", `${socket.remoteAddress}\n`));
    });
  });
  return new Promise((resolve) => server.listen(port, address, () => resolve()));
}

createServer((socket) => {
  socket.on("error", () => undefined);
  socket.once("data", () => socket.end(answer("200 OK", "text/plain", lie)));
}).listen(liarPort, address);

for (const place of places) {
  const [port = "", name = ""] = place.split("=");
  const oddity = oddities[name];
  if (oddity === undefined) throw new Error(`no oddity of ours: ${name}`);
  await listen(Number(port), oddity);
}
process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  isOdd = line === "odd";
  process.stdout.write(`${line}\n`);
}
process.exit(0);
