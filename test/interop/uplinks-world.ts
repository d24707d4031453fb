/** The far side of a network with two lines: services that answer with the address they see, over HTTP and STUN. */

const [, , ...addresses] = process.argv;

/** RFC 8489 §5 */
const magicCookie = [0x21, 0x12, 0xa4, 0x42] as const;

/** A success response with XOR-MAPPED-ADDRESS for IPv4. RFC 8489 §14.2 */
function bindingAnswer(request: Uint8Array, host: string, port: number): Uint8Array {
  const octets = host.split(".").map((part, index) => Number(part) ^ (magicCookie[index] ?? 0));
  const xored = port ^ 0x2112;
  const mapped = [0x00, 0x20, 0x00, 0x08, 0x00, 0x01, xored >> 8, xored & 0xff, ...octets];
  return Uint8Array.from([0x01, 0x01, 0x00, mapped.length, ...request.subarray(4, 20), ...mapped]);
}

for (const hostname of addresses) {
  Bun.serve({
    hostname,
    port: 80,
    fetch: (request, server) => new Response(`${server.requestIP(request)?.address}\n`),
  });
  await Bun.udpSocket({
    hostname,
    port: 3_478,
    socket: {
      data: (socket, message, port, host) => void socket.send(bindingAnswer(message, host, port), port, host),
      error: () => undefined,
    },
  });
}
process.stdout.write("ready\n");
