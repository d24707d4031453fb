import { readFileSync } from "node:fs";
import { createServer } from "node:net";

/**
 * A program: an HTTP server that says, to every request, the octets of a file as they are at that moment, and closes.
 * Arguments are the port and the file. It is for places where the test itself cannot listen.
 */
const [port = "0", file = ""] = process.argv.slice(2);
createServer((socket) => {
  socket.on("error", () => undefined);
  socket.once("data", () => socket.end(readFileSync(file)));
}).listen(Number(port), "127.0.0.1");
