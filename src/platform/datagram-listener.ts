import { assert } from "../core/assert.ts";
import type { DatagramHandler, DatagramListener, Listening, ListenFailure } from "../core/listen.ts";
import type { Endpoint } from "../core/net.ts";
import { ok, type Result } from "../core/result.ts";
import { KnownAddresses } from "./known-addresses.ts";
import { portFailure } from "./listen-failure.ts";
import { enlargeReceiveBuffer } from "./receive-buffer.ts";
import { systemCode } from "./system-error.ts";

/**
 * Receives and answers datagrams over Bun.udpSocket. What they say is the handler's.
 *
 * node:dgram on Bun would do the same for a quarter more processor time per packet and 15 MB more memory
 * (docs/decisions/0008).
 */

/** LIBUS_SOCKET_IPV6_ONLY of Bun's socket library: without it `[::]` takes the port from `0.0.0.0` too. */
const ipv6Only = 8;

/** Room for waiting packets, in octets: some 15 000 small ones, a tenth of a second of work for a fast processor. */
const receiveBufferOctets = 8 * 1_024 * 1_024;

/** How often one answer is handed to the kernel when it reports an error of an earlier one instead. */
const mostAttempts = 4;

/** @param onBug takes what a handler throws; the packet then stays without an answer. */
export function createDatagramListener(onBug: (bug: unknown) => void): DatagramListener {
  return {
    listen: (endpoint, handler) => listen(endpoint, handler, onBug),
  };
}

async function listen(
  endpoint: Endpoint,
  handler: DatagramHandler,
  onBug: (bug: unknown) => void,
): Promise<Result<Listening, ListenFailure>> {
  const addresses = new KnownAddresses();
  const pending = new Set<Promise<void>>();
  let isStopping = false;
  const receive = (socket: Bun.udp.Socket<"buffer">, payload: Buffer, port: number, host: string): void => {
    if (isStopping) return;
    const address = addresses.find(host);
    // Port 0 is nobody's, RFC 768: there is nowhere to answer to.
    if (address === undefined || port === 0) return;
    const answer = handler(payload, { address, port });
    if (answer === undefined) return;
    if (answer instanceof Uint8Array) {
      send(socket, answer, port, host);
      return;
    }
    const settled = answer
      .then((late) => void (late !== undefined && send(socket, late, port, host)))
      .catch(onBug)
      .finally(() => pending.delete(settled));
    pending.add(settled);
  };
  try {
    const options = {
      hostname: endpoint.address.toString(),
      port: endpoint.port,
      // Bun reads this although its types do not name it; the test "both wildcards on one port" would tell.
      flags: endpoint.address.family === "ipv6" ? ipv6Only : 0,
      socket: {
        data: (socket: Bun.udp.Socket<"buffer">, payload: Buffer, port: number, host: string): void => {
          try {
            receive(socket, payload, port, host);
          } catch (bug) {
            onBug(bug);
          }
        },
        // An answer came back as undeliverable. Without this handler Bun 1.4.4 ends the process.
        error: (): void => undefined,
      },
    };
    const socket = await Bun.udpSocket(options);
    if ("fd" in socket && typeof socket.fd === "number") await enlargeReceiveBuffer(socket.fd, receiveBufferOctets);
    return ok({
      endpoint: { address: endpoint.address, port: socket.port },
      stop: async () => {
        isStopping = true;
        // What is under way is done and may be durable; its answer still leaves.
        await Promise.all(pending);
        socket.close();
      },
    });
  } catch (error) {
    return portFailure("udp", endpoint, error);
  }
}

/**
 * Sends one answer. Linux reports a datagram that came back (ICMP) at the next call, whoever that one is for, and does
 * not send it: a client that asks and closes its port could so suppress the answers to others.
 */
function send(socket: Bun.udp.Socket<"buffer">, answer: Uint8Array, port: number, host: string): void {
  for (let attempt = 1; attempt <= mostAttempts && !socket.closed; attempt += 1) {
    try {
      // False means that the kernel has no room. The client asks again sooner than a queue would help.
      socket.send(answer, port, host);
      return;
    } catch (error) {
      // No answer of ours is an error of our program: the peer may have lied about where it is.
      assert(systemCode(error) !== undefined, "sending fails for reasons of the system");
    }
  }
}
