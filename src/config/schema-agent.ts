import { z } from "zod";
import type { AddressScope } from "../core/address-scope.ts";
import { sourceList, sourceChoice, neighbourRule, neighbourByMac, pinned4, pinned6 } from "./schema-addresses.ts";
import { duration, ttl } from "./schema-values.ts";

/** The agent's section: names, sources, uplinks and ports. */

const scopes: readonly AddressScope[] = [
  "global",
  "private",
  "carrier-grade-nat",
  "unique-local",
  "link-local",
  "loopback",
  "documentation",
  "benchmarking",
  "tunnel",
  "translated",
  "reserved",
];

const uplinkInterface: z.ZodString = z
  .string()
  .meta({ description: "The network interface that leads to it", examples: ["eth0"] });

const uplinkAddress: z.ZodString = z
  .string()
  .meta({ description: "This host's own address towards it", examples: ["192.168.8.100"] });

const uplink: z.ZodType = z
  .union([
    z.strictObject({ interface: uplinkInterface, address: uplinkAddress.optional() }),
    z.strictObject({ address: uplinkAddress }),
  ])
  .meta({ description: "One of several ways to the Internet" });

const name: z.ZodType = z
  .strictObject({
    name: z.string().meta({ description: "The domain name to keep", examples: ["home.example.com"] }),
    provider: z.string().meta({ description: "Key of an entry under providers", examples: ["cf"] }),
    ipv4: z
      .union([...sourceChoice, ...pinned4])
      .optional()
      .meta({
        description: "Which IPv4 addresses the name gets: auto (the default), off, or one or more sources",
        examples: ["auto"],
      }),
    ipv6: z
      .union([...sourceChoice, neighbourRule, neighbourByMac, ...pinned6])
      .optional()
      .meta({
        description: "Which IPv6 addresses the name gets: auto (the default), off, sources, or a neighbour's address",
        examples: ["auto"],
      }),
    uplinks: z
      .array(z.string())
      .min(1)
      .optional()
      .meta({
        description: "Keys of agent.uplinks whose addresses the name gets, the preferred one first",
        examples: [["fibre", "lte"]],
      }),
    use: z
      .enum(["first", "all", "each"])
      .optional()
      .meta({
        description:
          "Of several uplinks the first that is up (first, the default), all that are (all), or each under a name of " +
          "its own such as fibre.home.example.com (each)",
        examples: ["first"],
      }),
    ttl: ttl("How long resolvers may keep the records; the provider's present or default value when absent").optional(),
    scopes: z
      .array(z.enum(scopes))
      .min(1)
      .optional()
      .meta({ description: "Kinds of addresses that may be published; global by default", examples: [["global"]] }),
    ownership: z
      .enum(["rrset", "values"])
      .optional()
      .meta({
        description:
          "What is ours: all addresses at the name (rrset, the default), or only those we put there (values), so that " +
          "several hosts share a name",
        examples: ["rrset"],
      }),
    options: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: "Fields of the provider for this name, for instance proxied" }),
  })
  .meta({ description: "A name to keep equal to an address" });

function familySources(family: string): z.ZodType {
  return sourceList.meta({ description: `Sources asked for the ${family} address; they replace the built-in ones` });
}

const exposedPort: z.ZodType = z.string().meta({
  description: "A port with its protocol, tcp or udp",
  examples: ["tcp/445"],
  pattern: "^(tcp|udp)/[1-9][0-9]{0,4}$",
});

const exposure: z.ZodType = z
  .strictObject({
    port: exposedPort,
    external: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .meta({ description: "Port at the router for IPv4, where it is to be another one", examples: [443] }),
    to: z
      .string()
      .optional()
      .meta({
        description: "Address of another host of this network; this host when absent",
        examples: ["192.168.1.20"],
      }),
    family: z
      .enum(["ipv4", "ipv6", "both"])
      .optional()
      .meta({ description: "Which way in: ipv4, ipv6, or both (the default)", examples: ["ipv4"] }),
  })
  .meta({ description: "A port to let through, in the map form" });

export const agent: z.ZodType = z
  .strictObject({
    interval: duration("Time between two looks when nothing seems to change; 5m by default", "5m").optional(),
    recheck: duration(
      "How often the provider itself is read, to find changes made elsewhere; 6h by default",
      "6h",
    ).optional(),
    quorum: z
      .int()
      .min(1)
      .max(8)
      .optional()
      .meta({
        description: "How many independent sources must agree where none has direct evidence; 2 by default",
        examples: [2],
      }),
    sources: z
      .strictObject({ ipv4: familySources("IPv4").optional(), ipv6: familySources("IPv6").optional() })
      .optional()
      .meta({ description: "Sources that replace the built-in ones" }),
    uplinks: z
      .record(z.string(), uplink)
      .optional()
      .meta({ description: "Ways to the Internet, where there are several; the keys are yours to choose" }),
    names: z.array(name).optional().meta({ description: "The names to keep" }),
    expose: z
      .array(z.union([exposedPort, exposure]))
      .optional()
      .meta({
        description: "Ports of this network that the router is asked to let through from the Internet",
        examples: [["tcp/445", "udp/51820"]],
      }),
  })
  .meta({ description: "Keeps names equal to this host's addresses" });
