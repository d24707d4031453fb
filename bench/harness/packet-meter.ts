import type { Lab } from "../../test/interop/lab-network.ts";

/** Counts what a host of the network laboratory sends and receives, by the other end and its port. */

/** Packets and octets, IP headers included. */
export interface Traffic {
  readonly packets: number;
  readonly octets: number;
}

/** By `protocol address port`: the other end's. */
export type TrafficByPeer = ReadonlyMap<string, Traffic>;

const sets = ["out4", "in4", "out6", "in6"] as const;

/** Begins to count; what loopback carries is left out, and what is neither TCP nor UDP. */
export async function startMeter(lab: Lab, host: string): Promise<void> {
  const declared = sets.map((set) => {
    const address = set.endsWith("4") ? "ipv4_addr" : "ipv6_addr";
    return `add set inet traffic ${set} { type inet_proto . ${address} . inet_service; flags dynamic; counter; }`;
  });
  const counted = sets.map((set) => {
    const [end, chain] = set.startsWith("out") ? ["d", "out"] : ["s", "in"];
    const header = set.endsWith("4") ? "ip" : "ip6";
    const key = `meta l4proto . ${header} ${end}addr . th ${end}port`;
    return `add rule inet traffic ${chain} meta l4proto { tcp, udp } update @${set} { ${key} }`;
  });
  const rules = [
    "add table inet traffic",
    "add chain inet traffic out { type filter hook output priority 0; }",
    "add chain inet traffic in { type filter hook input priority 0; }",
    "add rule inet traffic out oif lo accept",
    "add rule inet traffic in iif lo accept",
    ...declared,
    ...counted,
  ];
  const { status, stderr } = await lab.run(host, "nft", rules.join("; "));
  if (status !== 0) throw new Error(`nothing is counted: ${stderr}`);
}

/** What was counted so far in either direction; the ends of passing connections are among it, by their chosen ports. */
export async function readMeter(
  lab: Lab,
  host: string,
): Promise<{ readonly sent: TrafficByPeer; readonly received: TrafficByPeer }> {
  const { stdout } = await lab.run(host, "nft", "--json", "list", "table", "inet", "traffic");
  const { nftables } = JSON.parse(stdout) as { readonly nftables: readonly { readonly set?: CountedSet }[] };
  const of = (prefix: string): TrafficByPeer => {
    const elements = nftables.flatMap(({ set }) => (set?.name.startsWith(prefix) === true ? (set.elem ?? []) : []));
    return new Map(
      elements.map(({ elem: { val, counter } }) => [
        val.concat.join(" "),
        { packets: counter.packets, octets: counter.bytes },
      ]),
    );
  };
  return { sent: of("out"), received: of("in") };
}

/** The part of nft's JSON that is read here: libnftables-json(5). */
interface CountedSet {
  readonly name: string;
  readonly elem?: readonly {
    readonly elem: {
      readonly val: { readonly concat: readonly (string | number)[] };
      readonly counter: { readonly packets: number; readonly bytes: number };
    };
  }[];
}
