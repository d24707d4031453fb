import { Address } from "../core/address.ts";
import { scopeOf } from "../core/address-scope.ts";
import type { Clock } from "../core/clock.ts";
import type { Family } from "../core/family.ts";
import {
  type Binding,
  type DatagramClient,
  type Endpoint,
  formatEndpoint,
  type NetCode,
  type NetFailure,
} from "../core/net.ts";
import { type Failure, failure, ok, type Result } from "../core/result.ts";
import { Deadline } from "./deadline.ts";
import { zoneOf } from "./link-zone.ts";
import { describeSystemError, netCodeOf, systemCode } from "./system-error.ts";

/**
 * One datagram out and one back. What the octets mean, and asking again, is the caller's.
 *
 * Over Bun.udpSocket (docs/decisions/0008); node:dgram on Bun 1.4.4 would also keep a failed connect(2) to itself.
 */

/**
 * A client whose every exchange has a socket of its own, connected to the peer: the kernel then drops what others send,
 * hands over the ICMP errors that belong to this exchange, and chooses a new port, which a forger would have to guess.
 */
export function createDatagramClient(clock: Clock): DatagramClient {
  return {
    exchange: async (peer, payload, isAnswer, limits) => {
      const deadline = Deadline.start(clock, limits.timeout, limits.signal);
      try {
        const local = limits.binding?.localAddress;
        if (local !== undefined && local.family !== peer.address.family) {
          return failed(peer, "unreachable", `not from ${local}`, false);
        }
        return await exchange(peer, limits.binding, payload, isAnswer, deadline);
      } finally {
        deadline.cancel();
      }
    },
  };
}

async function exchange(
  peer: Endpoint,
  binding: Binding | undefined,
  payload: Uint8Array,
  isAnswer: (payload: Uint8Array) => boolean,
  deadline: Deadline,
): Promise<Result<Uint8Array, NetFailure>> {
  const { promise, resolve, reject } = Promise.withResolvers<Result<Uint8Array, NetFailure>>();
  const hear = (message: Uint8Array, host: string, port: number): void => {
    // Between binding and connecting anybody could reach the socket.
    if (port !== peer.port || !isSame(host, peer.address)) return;
    try {
      if (isAnswer(message)) resolve(ok(message));
    } catch (bug) {
      reject(bug);
    }
  };
  const refuse = (error: unknown): void => {
    const code = netCodeOf(error);
    // The one datagram this socket ever sent came back as undeliverable, so nobody has read it.
    const wasSent = code !== "connection-refused" && code !== "unreachable";
    resolve(failed(peer, code, describeSystemError(error), wasSent));
  };
  try {
    const socket = await open(peer, binding, hear, refuse);
    try {
      if (deadline.code !== undefined) return failed(peer, deadline.code, "not sent", false);
      deadline.signal.addEventListener("abort", () => {
        resolve(failed(peer, deadline.code ?? "aborted", "no answer", true));
      });
      if (!socket.send(payload)) return failed(peer, "unreachable", "no room to send", false);
      return await promise;
    } finally {
      socket.close();
    }
  } catch (error) {
    // Opening and sending fail for the system's reasons; anything else is a bug of ours, or of the caller's judgement.
    if (systemCode(error) === undefined) throw error;
    return failed(peer, netCodeOf(error), describeSystemError(error), false);
  }
}

function open(
  peer: Endpoint,
  binding: Binding | undefined,
  hear: (message: Uint8Array, host: string, port: number) => void,
  refuse: (error: unknown) => void,
): Promise<Bun.udp.ConnectedSocket<"buffer">> {
  return Bun.udpSocket({
    connect: { hostname: hostOf(peer.address, binding), port: peer.port },
    hostname: binding === undefined ? anyAddress[peer.address.family] : hostOf(binding.localAddress, binding),
    socket: {
      data: (_socket, message, port, host) => hear(message, host, port),
      // Without this handler an ICMP error would end the process. Bun 1.4.4 gives the error where its types have the
      // socket.
      error: (...given: readonly unknown[]) => refuse(given.find((one) => one instanceof Error)),
    },
  });
}

const anyAddress: Readonly<Record<Family, string>> = { ipv4: "0.0.0.0", ipv6: "::" };

/** Link-local addresses mean something on one link only. RFC 4007 §6 */
function hostOf(address: Address, binding: Binding | undefined): string {
  const isOnLink = scopeOf(address) === "link-local" && address.family === "ipv6";
  return isOnLink && binding?.interfaceName !== undefined
    ? `${address}${zoneOf(binding.interfaceName)}`
    : address.toString();
}

function failed(peer: Endpoint, code: NetCode, what: string, wasSent: boolean): Failure<NetFailure> {
  return failure({ code, detail: `${formatEndpoint(peer)}: ${what}`, wasSent });
}

function isSame(host: string, address: Address): boolean {
  const parsed = Address.parse(host.replace(/%.*$/, ""));
  return parsed.ok && parsed.value.equals(address);
}
