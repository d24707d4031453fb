import type { RemoteInfo, Socket } from "node:dgram";
import { Address } from "../core/address.ts";
import type { Clock } from "../core/clock.ts";
import {
  type DatagramClient,
  type Endpoint,
  type ExchangeLimits,
  formatEndpoint,
  type NetFailure,
} from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { Deadline } from "./deadline.ts";
import { describeSystemError, netCodeOf } from "./system-error.ts";

/** One datagram out and one back over node:dgram. What the octets mean, and asking again, is the caller's. */

/**
 * A client whose every exchange has a socket of its own, connected to the peer: the kernel then drops what others send,
 * hands over the ICMP errors that belong to this exchange, and chooses a new port, which a forger would have to guess.
 */
export function createDatagramClient(clock: Clock): DatagramClient {
  return {
    exchange: async (peer, payload, isAnswer, limits) => {
      const deadline = Deadline.start(clock, limits.timeout, limits.signal);
      try {
        const { createSocket } = await import("node:dgram");
        const socket = createSocket(peer.address.family === "ipv4" ? "udp4" : "udp6");
        try {
          return await exchange(socket, peer, payload, isAnswer, limits, deadline);
        } finally {
          socket.close();
        }
      } finally {
        deadline.cancel();
      }
    },
  };
}

function exchange(
  socket: Socket,
  peer: Endpoint,
  payload: Uint8Array,
  isAnswer: (payload: Uint8Array) => boolean,
  limits: ExchangeLimits,
  deadline: Deadline,
): Promise<Result<Uint8Array, NetFailure>> {
  return new Promise((resolve, reject) => {
    let wasSent = false;
    const fail = (code: NetFailure["code"], what: string): void => {
      resolve(failure({ code, detail: `${formatEndpoint(peer)}: ${what}`, wasSent }));
    };
    const onDeadline = (): void => fail(deadline.code ?? "aborted", wasSent ? "no answer" : "not sent");
    const refuse = (error: unknown): void => {
      const code = netCodeOf(error);
      // The one datagram this socket ever sent came back as undeliverable, so nobody has read it.
      wasSent &&= code !== "connection-refused" && code !== "unreachable";
      fail(code, describeSystemError(error));
    };
    const local = limits.binding?.localAddress;
    if (deadline.code !== undefined) {
      onDeadline();
      return;
    }
    if (local !== undefined && local.family !== peer.address.family) {
      fail("unreachable", `not from ${local}`);
      return;
    }
    deadline.signal.addEventListener("abort", onDeadline, { once: true });
    // Without this listener an ICMP error would end the process.
    socket.on("error", refuse);
    socket.on("message", (message: Uint8Array, from: RemoteInfo) => {
      // Between binding and connecting anybody can reach the socket.
      if (!isFrom(peer, from)) return;
      try {
        if (isAnswer(message)) resolve(ok(message));
      } catch (error) {
        reject(error);
      }
    });
    socket.bind({ port: 0, exclusive: true, ...(local === undefined ? {} : { address: local.toString() }) }, () => {
      socket.connect(peer.port, peer.address.toString(), (error?: unknown) => {
        if (error instanceof Error) {
          refuse(error);
        } else if (isConnected(socket)) {
          wasSent = true;
          socket.send(payload, (sendError) => {
            if (!(sendError instanceof Error)) return;
            wasSent = false;
            refuse(sendError);
          });
        } else {
          // Bun 1.4.4 calls back without an error when connect(2) failed; only the missing peer address tells.
          fail("unreachable", "no route from this address");
        }
      });
    });
  });
}

function isConnected(socket: Socket): boolean {
  try {
    socket.remoteAddress();
    return true;
  } catch {
    return false;
  }
}

function isFrom(peer: Endpoint, from: RemoteInfo): boolean {
  const address = Address.parse(from.address);
  return from.port === peer.port && address.ok && address.value.equals(peer.address);
}
