import { createSocket } from "node:dgram";

/**
 * Played by the tests of the laboratory in place of its echoes: answers everybody with an address that is not theirs.
 *
 * Arguments: `http ADDRESS LIE` or `stun ADDRESS LIE`, any number of times. Prints a line when all of them answer.
 */

const words = process.argv.slice(2);

/** A Binding success response with the lie in XOR-MAPPED-ADDRESS. RFC 8489 §5, §14.2 */
function bindingAnswer(request: Uint8Array, lie: string): Uint8Array {
  const cookie = [0x21, 0x12, 0xa4, 0x42];
  const octets = lie.split(".").map((part, index) => Number(part) ^ (cookie[index] ?? 0));
  const port = [0x21 ^ 0x30, 0x12 ^ 0x39];
  return Uint8Array.from([0x01, 0x01, 0, 12, ...request.subarray(4, 20), 0, 0x20, 0, 8, 0, 1, ...port, ...octets]);
}

function lieOverStun(address: string, lie: string): Promise<void> {
  const socket = createSocket("udp4");
  socket.on("error", () => undefined);
  socket.on("message", (request, peer) => socket.send(bindingAnswer(request, lie), peer.port, peer.address));
  return new Promise((resolve) => socket.bind(3478, address, () => resolve()));
}

for (let index = 0; index + 2 < words.length; index += 3) {
  const [protocol = "", address = "", lie = ""] = words.slice(index, index + 3);
  if (protocol === "stun") await lieOverStun(address, lie);
  else Bun.serve({ hostname: address, port: 80, fetch: () => new Response(`${lie}\n`) });
}
process.stdout.write("ready\n");
