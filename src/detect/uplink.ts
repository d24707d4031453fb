import { type Address, compareAddresses } from "../core/address.ts";
import { scopeOf } from "../core/address-scope.ts";
import type { Family } from "../core/family.ts";
import type { AddressTable, InterfaceAddress } from "../core/interface-address.ts";
import type { Binding } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { SourceReport } from "../core/verdict.ts";
import type { Gateways } from "../gateway/find-gateway.ts";
import type { DetectPorts } from "./build-source.ts";
import type { Source } from "./source.ts";

/** One of several ways out of this host, and sources that are asked over it alone. */
export interface Uplink {
  /** The user's name for it. */
  readonly name: string;
  /** Undefined where the address says enough. */
  readonly interfaceName: string | undefined;
  /** The address of ours that packets are to come from; undefined takes the interface's of each family. */
  readonly localAddress: Address | undefined;
}

/**
 * The same world seen through one uplink: packets come from its address, the table holds its interface only, and the
 * router is the one of its default route.
 *
 * The binding is to a source address. On Linux packets then leave by the uplink where rules say so (`ip rule add from …`),
 * which hosts with several uplinks have anyway, since answers would be lost otherwise.
 */
export function portsThrough(uplink: Uplink, ports: DetectPorts): DetectPorts {
  const table = tableOf(uplink, ports.addressTable);
  const bindingFor = async (family: Family): Promise<Result<Binding, UplinkDown>> => {
    const entries = await table.read();
    const localAddress = entries.ok ? sendingAddress(entries.value, family) : undefined;
    if (localAddress !== undefined) return ok({ localAddress });
    return failure({ code: "unreachable", detail: `no ${family} address on uplink ${uplink.name}`, wasSent: false });
  };
  return {
    ...ports,
    addressTable: table,
    gateways: gatewaysOn(uplink, ports.gateways),
    http: {
      send: async (request) => {
        const binding = await bindingFor(request.family ?? "ipv4");
        return binding.ok ? ports.http.send({ ...request, binding: binding.value }) : binding;
      },
    },
    datagrams: {
      exchange: async (peer, payload, isAnswer, limits) => {
        const binding = await bindingFor(peer.address.family);
        if (!binding.ok) return binding;
        return ports.datagrams.exchange(peer, payload, isAnswer, { ...limits, binding: binding.value });
      },
    },
    streams: {
      exchange: async (peer, payload, limits) => {
        const binding = await bindingFor(peer.address.family);
        return binding.ok ? ports.streams.exchange(peer, payload, { ...limits, binding: binding.value }) : binding;
      },
    },
  };
}

/** The source under a name that tells the uplink: what is learnt of it over one says nothing about another. */
export function namedFor(uplink: Uplink, source: Source): Source {
  const id = `${source.id} via ${uplink.name}`;
  const renamed = (report: SourceReport): SourceReport => {
    const { answer } = report;
    if (answer.kind === "failed") return { ...report, source: id };
    const observations = answer.observations.map((one) => ({ ...one, source: id }));
    return { ...report, source: id, answer: { kind: "seen", observations } };
  };
  return { ...source, id, observe: async (signal) => renamed(await source.observe(signal)) };
}

interface UplinkDown {
  readonly code: "unreachable";
  readonly detail: string;
  readonly wasSent: false;
}

function tableOf({ interfaceName, localAddress }: Uplink, table: AddressTable): AddressTable {
  return {
    read: async () => {
      const entries = await table.read();
      if (!entries.ok) return entries;
      const isOurs = (entry: InterfaceAddress): boolean =>
        (interfaceName === undefined || entry.interfaceName === interfaceName) &&
        (localAddress === undefined || entry.address.equals(localAddress));
      return ok(entries.value.filter(isOurs));
    },
  };
}

/** The address that a fresh flow is to come from: usable now, global before others, lasting before temporary. */
function sendingAddress(entries: readonly InterfaceAddress[], family: Family): Address | undefined {
  const usable = entries.filter((entry) => {
    const scope = scopeOf(entry.address);
    const isUsable = entry.isUp !== false && entry.isTentative !== true && entry.isDuplicate !== true;
    return isUsable && entry.address.family === family && scope !== "link-local" && scope !== "loopback";
  });
  const rank = (entry: InterfaceAddress): number =>
    (entry.isDeprecated === true ? 4 : 0) +
    (scopeOf(entry.address) === "global" ? 0 : 2) +
    (entry.isTemporary === true ? 1 : 0);
  const [best] = usable.toSorted((a, b) => rank(a) - rank(b) || compareAddresses(a.address, b.address));
  return best?.address;
}

/** The router at the other end of this uplink, which need not be the one that is used for everything else. */
function gatewaysOn(uplink: Uplink, gateways: Gateways): Gateways {
  return {
    link: (family) => gateways.link(family, uplink),
    find: (wish, limits) => gateways.find({ ...wish, over: uplink }, limits),
    askAnew: () => gateways.askAnew(),
  };
}
