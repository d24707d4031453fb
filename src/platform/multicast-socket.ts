import { scopeOf } from "../core/address-scope.ts";
import { assert } from "../core/assert.ts";
import type { ListenFailure } from "../core/listen.ts";
import type { MulticastNetwork, MulticastPlace, MulticastSocket } from "../core/multicast.ts";
import type { Endpoint } from "../core/net.ts";
import { ok, type Result } from "../core/result.ts";
import { KnownAddresses } from "./known-addresses.ts";
import { interfaceWith, zoneOf } from "./link-zone.ts";
import { portFailure } from "./listen-failure.ts";
import { systemCode } from "./system-error.ts";

/** Datagrams to and from a multicast group of one link, over Bun.udpSocket. What they say is the caller's. */

/** Flags of Bun's socket library, which its types do not name: IPv6 alone, and a port that others may have as well. */
const ipv6Only = 8;
const reuseAddress = 16;

/** @param onBug takes what the caller's handler throws. */
export function createMulticastNetwork(onBug: (bug: unknown) => void): MulticastNetwork {
  return { join: (place, received) => join(place, received, onBug) };
}

/**
 * Binds to every address of the host: a socket bound to one of them would get no multicast on Linux, and one bound to the
 * group could not be answered.
 */
async function join(
  place: MulticastPlace,
  received: (payload: Uint8Array, peer: Endpoint) => void,
  onBug: (bug: unknown) => void,
): Promise<Result<MulticastSocket, ListenFailure>> {
  const { group, port, localAddress } = place;
  assert(group.family === localAddress.family, "a group is joined with an address of its family");
  assert(scopeOf(group) === "multicast", `${group} is a group`);
  const isIpv6 = group.family === "ipv6";
  const addresses = new KnownAddresses();
  let socket: Bun.udp.Socket<"buffer"> | undefined;
  try {
    const options = {
      hostname: isIpv6 ? "::" : "0.0.0.0",
      port,
      flags: isIpv6 ? reuseAddress | ipv6Only : reuseAddress,
      socket: {
        data: (_: Bun.udp.Socket<"buffer">, payload: Buffer, peerPort: number, host: string): void => {
          const address = addresses.find(host);
          if (address === undefined || peerPort === 0) return;
          try {
            received(payload, { address, port: peerPort });
          } catch (bug) {
            onBug(bug);
          }
        },
        // A datagram to a single host came back as undeliverable. Without this handler Bun 1.4.4 ends the process.
        error: (): void => undefined,
      },
    };
    const name = isIpv6 ? interfaceWith(localAddress) : undefined;
    const zone = name === undefined ? "" : zoneOf(name);
    const link = isIpv6 ? `::${zone}` : localAddress.toString();
    const opened = await Bun.udpSocket(options);
    socket = opened;
    opened.addMembership(group.toString(), link);
    opened.setMulticastInterface(link);
    return ok({
      endpoint: { address: localAddress, port: opened.port },
      send: (payload, peer) => send(opened, payload, peer, zone),
      stop: () => {
        opened.close();
        return Promise.resolve();
      },
    });
  } catch (error) {
    socket?.close();
    return portFailure("udp", { address: localAddress, port }, error);
  }
}

function send(socket: Bun.udp.Socket<"buffer">, payload: Uint8Array, { address, port }: Endpoint, zone: string): void {
  if (socket.closed) return;
  const scope = address.family === "ipv6" ? scopeOf(address) : "global";
  const host = scope === "link-local" || scope === "multicast" ? `${address}${zone}` : address.toString();
  try {
    socket.send(payload, port, host);
  } catch (error) {
    // The link may be down, the peer gone: a datagram may always be lost.
    assert(systemCode(error) !== undefined, "sending fails for reasons of the system");
  }
}
