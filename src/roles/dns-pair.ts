import type { Answerer } from "../authority/answer.ts";
import type { MessageDoors } from "../authority/message-doors.ts";
import { serveTcp } from "../authority/tcp.ts";
import { serveUdp } from "../authority/udp.ts";
import type { DatagramListener, FramedListener, Listening, ListenFailure } from "../core/listen.ts";
import type { Endpoint } from "../core/net.ts";
import { ok, type Result } from "../core/result.ts";

/** Opens DNS over UDP and over TCP on one port, where clients look for both. */

export interface DnsPairPorts {
  readonly datagrams: DatagramListener;
  readonly frames: FramedListener;
}

export interface DnsPair {
  readonly udp: Listening;
  readonly tcp: Listening;
}

/** Ports that are tried. Even where a third of all ports is taken for TCP, that many in a row are one case in 6,000. */
const mostDraws = 8;

/**
 * Listens with both until stopped; when one cannot, neither does.
 *
 * A port left to the system is chosen for UDP without a look at TCP. When another program has it there, another is drawn.
 */
export async function openDnsPair(
  ports: DnsPairPorts,
  endpoint: Endpoint,
  answerer: Answerer,
  doors: MessageDoors = {},
): Promise<Result<DnsPair, ListenFailure>> {
  for (let draw = 1; ; draw += 1) {
    const udp = await serveUdp({ listener: ports.datagrams, endpoint, answerer, ...doors });
    if (!udp.ok) return udp;
    const tcp = await serveTcp({ listener: ports.frames, endpoint: udp.value.endpoint, answerer, ...doors });
    if (tcp.ok) return ok({ udp: udp.value, tcp: tcp.value });
    await udp.value.stop();
    const isWorthAnother = endpoint.port === 0 && tcp.code === "address-in-use" && draw < mostDraws;
    if (!isWorthAnother) return tcp;
  }
}
