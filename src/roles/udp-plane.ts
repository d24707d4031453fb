import type { AnswerCounters } from "../authority/counters.ts";
import type { QueryThreadCount } from "../config/config.ts";
import type { PortableReason, UdpSummary } from "../core/administration.ts";
import type { Clock } from "../core/clock.ts";
import type { Running } from "../core/lifecycle.ts";
import type { DatagramListener } from "../core/listen.ts";
import type { Log } from "../core/log.ts";
import type { PacketSockets, PacketsRefused, WakeEvent } from "../core/packet-sockets.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { QueryThreads } from "./query-threads.ts";
import type { QueryThreadSource } from "./worker/query-thread.ts";
import { udpReceived } from "./server.text.ts";

/** Chooses who receives queries over UDP: threads that take them in batches, or the portable listener. */

export interface UdpPlanePorts {
  readonly datagrams: DatagramListener;
  readonly packets: () => Promise<Result<PacketSockets, PacketsRefused>>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface UdpPlane extends Running {
  /** Opens ports; what comes in is answered from `begin` on. */
  readonly listener: DatagramListener;
  readonly summary: UdpSummary;
  /** What threads did; the portable listener's answerer has counters of its own. */
  readonly counters: readonly AnswerCounters[];
  /** Packets that found no room, as far as the system tells. */
  readonly drops: Readonly<Record<string, number>>;
  begin(): void;
}

export async function openUdpPlane(
  wanted: QueryThreadCount,
  source: QueryThreadSource,
  ports: UdpPlanePorts,
): Promise<UdpPlane> {
  const portable = (reason: PortableReason, detail: string): UdpPlane => {
    const summary: UdpSummary = { threads: 0, reason };
    ports.log.write(udpReceived, { ...summary, detail });
    const listener = ports.datagrams;
    return { listener, summary, counters: [], drops: {}, begin: () => undefined, stop: async () => undefined };
  };
  if (wanted === "off") return portable("configured", "");
  const opened = await openPackets(ports);
  if (!opened.ok) return portable(opened.code, opened.detail);
  const threads = new QueryThreads(source, wanted, { ...ports, ...opened.value, portable: ports.datagrams });
  ports.log.write(udpReceived, { threads: wanted, reason: null, detail: "" });
  return {
    listener: threads,
    get summary(): UdpSummary {
      const { count } = threads;
      return { threads: count, reason: count === 0 ? "threads-failed" : null };
    },
    get counters() {
      return threads.counters;
    },
    get drops() {
      const { queue, handover } = threads.drops;
      return { queueDropped: queue, handoverDropped: handover };
    },
    begin: () => threads.begin(),
    stop: () => threads.stop(),
  };
}

async function openPackets({
  packets,
}: UdpPlanePorts): Promise<Result<{ readonly sockets: PacketSockets; readonly wake: WakeEvent }, PacketsRefused>> {
  const sockets = await packets();
  if (!sockets.ok) return sockets;
  const wake = sockets.value.createWakeEvent();
  return wake.ok ? ok({ sockets: sockets.value, wake: wake.value }) : failure(wake);
}
