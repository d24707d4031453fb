import { connect } from "node:net";
import type { Endpoint } from "../../src/core/net.ts";
import { FrameReader, frame } from "../../src/platform/frame.ts";

/** Asks over TCP, on a connection for the one query; undefined when it ends without an answer or a second has passed. */
export function askOverTcp(server: Endpoint, query: Uint8Array): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const socket = connect(server.port, server.address.toString());
    const reader = new FrameReader();
    const end = (answer: Uint8Array | undefined): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(undefined), 1_000);
    socket.on("error", () => end(undefined));
    socket.on("close", () => end(undefined));
    socket.on("data", (piece) => {
      const [answer] = reader.push(Buffer.from(piece));
      if (answer !== undefined) end(answer);
    });
    socket.write(frame(query));
  });
}
