import { createSocket } from "node:dgram";

/**
 * Played by tests of the laboratory inside it: sends datagrams as they are and prints each answer.
 *
 * Argument: the server's address. Every line of the input is a datagram in hexadecimal; for each, one line comes out: the
 * answer in hexadecimal, or nothing when none came.
 */

const [server = ""] = process.argv.slice(2);

/** The server is on the next link. */
const patienceMs = 1_000;

function ask(octets: Buffer): Promise<string> {
  const socket = createSocket(server.includes(":") ? "udp6" : "udp4");
  return new Promise((resolve) => {
    const end = (answer: string): void => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => end(""), patienceMs);
    socket.on("error", () => undefined);
    socket.on("message", (answer) => end(answer.toString("hex")));
    socket.send(octets, 53, server);
  });
}

for await (const line of console) process.stdout.write(`${await ask(Buffer.from(line, "hex"))}\n`);
