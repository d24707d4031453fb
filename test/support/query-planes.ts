import { silentLog } from "../../src/core/log.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { createDatagramListener } from "../../src/platform/datagram-listener.ts";
import { openPacketSockets } from "../../src/platform/packets/packet-sockets.ts";
import { openUdpPlane, type UdpPlane } from "../../src/roles/udp-plane.ts";
import type { QueryThreadSource } from "../../src/roles/worker/query-thread.ts";

/** The ways of receiving queries over UDP that there are on this system, so that one test can hold for all of them. */

export interface PlaneUnderTest {
  readonly label: string;
  /** @param onBug takes what a handler throws. */
  open(source: QueryThreadSource, onBug: (bug: unknown) => void): Promise<UdpPlane>;
}

function plane(label: string, threads: number | "off"): PlaneUnderTest {
  return {
    label,
    open: (source, onBug) =>
      openUdpPlane(threads, source, {
        datagrams: createDatagramListener(onBug),
        packets: async () => openPacketSockets(),
        clock: systemClock,
        log: { ...silentLog, write: (_, fields) => void ("error" in fields && onBug(fields["error"])) },
      }),
  };
}

const threads: readonly PlaneUnderTest[] = [plane("one query thread", 1), plane("two query threads", 2)];

export const queryPlanes: readonly PlaneUnderTest[] = [
  plane("the portable socket", "off"),
  ...(openPacketSockets().ok ? threads : []),
];
