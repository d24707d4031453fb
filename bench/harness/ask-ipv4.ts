import { addressQuery, answeredIpv4 } from "../load/dns-packets.ts";

/** Asks for the address of one name, once. Undefined when there is none or no answer in time. */
export async function askIpv4(port: number, name: string, limitMs = 1_000): Promise<string | undefined> {
  const query = addressQuery(name);
  const answered = Promise.withResolvers<string | undefined>();
  const socket = await Bun.udpSocket({
    connect: { hostname: "127.0.0.1", port },
    socket: {
      data: (_, answer) => answered.resolve(answeredIpv4(answer, query)),
      error: () => answered.resolve(undefined),
    },
  });
  const timer = setTimeout(() => answered.resolve(undefined), limitMs);
  socket.send(query);
  try {
    return await answered.promise;
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}
