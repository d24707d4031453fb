import { z } from "zod";
import type { AddressScope } from "../core/address-scope.ts";
import type { LogLevel } from "../core/log.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { instanceSchema } from "./provider-schema.ts";

/**
 * The shape of the configuration file: which keys there are and what type each takes. Formats of texts and everything
 * that depends on other keys is decided in `settle.ts`. Costs several megabytes when imported.
 */

const durationPattern = "^\\d+(\\.\\d+)?(ms|s|m|h|d)$";

function duration(description: string, example: string): z.ZodString {
  return z.string().meta({ description, examples: [example], pattern: durationPattern });
}

/** Durations of whole seconds; a bare number is seconds, as in zone files. */
function ttl(description: string): z.ZodType {
  return z
    .union([z.string().meta({ pattern: durationPattern }), z.int().min(0).max(0x7fff_ffff)])
    .meta({ description, examples: ["5m", 300] });
}

/** Sources that need more than a text can say; which keys belong to which type, the parser of sources decides. */
const sourceMap: z.ZodType = z
  .strictObject({
    type: z.enum(["stun", "http-echo", "dns-echo", "server", "command"]).meta({ description: "The kind of source" }),
    server: z.string().optional().meta({
      description:
        "stun, dns-echo: host and port of the server; tls:// before it asks over TLS; server: where DNS is asked for the name, the host of the url by default",
    }),
    url: z
      .string()
      .optional()
      .meta({ description: "http-echo: address of the service; server: where its paths begin" }),
    json: z.string().optional().meta({ description: "http-echo: keys joined by dots that lead to the address" }),
    regex: z.string().optional().meta({ description: "http-echo: pattern whose group is the address" }),
    insecure: z.boolean().optional().meta({ description: "http-echo, server: allow plain http" }),
    name: z.string().optional().meta({
      description:
        "dns-echo: the name to ask for; server: one of its names that answer with the address of whoever asks",
    }),
    record: z.string().optional().meta({ description: "dns-echo: A, AAAA or TXT" }),
    class: z.string().optional().meta({ description: "dns-echo: IN or CH" }),
    authoritative: z.boolean().optional().meta({ description: "dns-echo: the server is the name's own" }),
    argv: z.array(z.string()).min(1).optional().meta({ description: "command: program and arguments, no shell" }),
    operator: z.string().optional().meta({ description: "Who runs it; sources of one operator count as one" }),
  })
  .meta({ description: "A source in the map form" });

const sourceText: z.ZodType = z.string().meta({
  description:
    "Where to learn the address: auto, interface, interface:eth0, router, stun:host:port, http-echo:url, dns-echo:…, " +
    "cloudflare-trace, server:url, static:address, file:path or command:program",
  examples: ["stun:stun.example.net:3478"],
});

const sourceList: z.ZodArray = z.array(z.union([sourceText, sourceMap])).min(1);

/** `auto`, `off` or one source all are texts; which one it is, `settle-name.ts` reads. */
const sourceChoice: readonly [z.ZodType, z.ZodType, z.ZodType] = [sourceText, sourceList, sourceMap];

const prefixOf: z.ZodType = z
  .union(sourceChoice)
  .meta({ description: "Whose prefix: auto, or one or more sources", examples: ["auto"] });

const neighbourPlace = {
  "prefix-length": z
    .int()
    .min(1)
    .max(127)
    .optional()
    .meta({
      description: "Bits that belong to the network, or to all the provider delegated; 64 by default",
      examples: [64],
    }),
  subnet: z
    .int()
    .min(0)
    .optional()
    .meta({
      description: "Number of the neighbour's subnet among those of a shorter prefix-length",
      examples: [3],
    }),
};

const interfaceId: z.ZodString = z.string().meta({
  description: "The device's part of the address, behind the prefix",
  examples: ["::52"],
});

const neighbourDescription = "The address of another device: its own host part behind the current prefix";

const neighbourRule: z.ZodType = z
  .strictObject({ "prefix-of": prefixOf, "interface-id": interfaceId, ...neighbourPlace })
  .meta({ description: neighbourDescription });

const neighbourByMac: z.ZodType = z
  .strictObject({
    "prefix-of": prefixOf,
    ...neighbourPlace,
    mac: z.string().meta({
      description: "MAC address of a device that makes its host part of it (modified EUI-64)",
      examples: ["00:11:22:33:44:55"],
    }),
  })
  .meta({ description: neighbourDescription });

const pinnedInterface: z.ZodString = z
  .string()
  .meta({ description: "Only this host's own addresses on this interface", examples: ["eth0"] });

const pinnedPrefix: z.ZodString = z
  .string()
  .meta({ description: "Only this host's own addresses in this prefix", examples: ["2001:db8::/48"] });

const pinDescription = "Those of this host's own addresses that fit";

/** Shapes with one key each that must be there, so that a map is one of them only when it names something to pin. */
const pinned4: readonly [z.ZodType, z.ZodType] = [
  z.strictObject({ interface: pinnedInterface, prefix: pinnedPrefix.optional() }).meta({ description: pinDescription }),
  z.strictObject({ prefix: pinnedPrefix }).meta({ description: pinDescription }),
];

const pinned6: readonly [z.ZodType, z.ZodType, z.ZodType] = [
  z
    .strictObject({
      interface: pinnedInterface,
      prefix: pinnedPrefix.optional(),
      "interface-id": interfaceId.optional(),
    })
    .meta({ description: pinDescription }),
  z
    .strictObject({ prefix: pinnedPrefix, "interface-id": interfaceId.optional() })
    .meta({ description: pinDescription }),
  z.strictObject({ "interface-id": interfaceId }).meta({ description: pinDescription }),
];

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

const agent: z.ZodType = z
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

const trust: z.ZodType = z
  .strictObject({
    authorities: z
      .array(z.string())
      .min(1)
      .optional()
      .meta({
        description: "PEM files with certificate authorities that count beside the usual ones",
        examples: [["/etc/holdfast/home-ca.pem"]],
      }),
  })
  .meta({ description: "Whom to believe when this host connects to others over TLS" });

const tls: z.ZodType = z
  .strictObject({
    certificate: z
      .string()
      .meta({ description: "PEM file with the certificate and its chain", examples: ["/etc/holdfast/tls.pem"] }),
    key: z.string().meta({ description: "PEM file with the private key", examples: ["/etc/holdfast/tls.key"] }),
  })
  .meta({ description: "Certificate of the HTTPS listener" });

const plain: z.ZodType = z.boolean().meta({
  description: "True serves HTTP without TLS: for loopback, or behind a proxy that speaks TLS",
  examples: [true],
});

const listen: z.ZodType = z.string().meta({
  description: "Address and port, or :port for all addresses",
  examples: ["0.0.0.0:443"],
});

const server: z.ZodType = z
  .strictObject({
    zones: z
      .array(
        z
          .strictObject({
            name: z.string().meta({ description: "The zone's apex", examples: ["dyn.example.org"] }),
            file: z
              .string()
              .optional()
              .meta({ description: "Master file with the first content", examples: ["dyn.example.org.zone"] }),
            ns: z
              .array(z.string())
              .min(1)
              .optional()
              .meta({ description: "Names of the zone's servers", examples: [["ns1.example.org"]] }),
            "ns-addresses": z
              .array(z.string())
              .min(1)
              .optional()
              .meta({
                description: "Addresses of the servers whose names lie inside the zone",
                examples: [["192.0.2.53"]],
              }),
            contact: z
              .string()
              .optional()
              .meta({
                description: "Mailbox of who runs the zone; hostmaster@ and the zone's name by default",
                examples: ["hostmaster@example.org"],
              }),
            ttl: ttl("TTL of hosts that ask for none; 60s by default").optional(),
            whoami: z
              .string()
              .optional()
              .meta({
                description:
                  "Label of the name that answers with the address of whoever asks; whoami by default, off for none",
                examples: ["whoami"],
              }),
            lease: duration(
              "Silence after which a host's addresses are withdrawn, until it is heard again; never by default",
              "2m",
            ).optional(),
            standby: z
              .array(z.string())
              .min(1)
              .optional()
              .meta({
                description: "Addresses that the names of silent hosts lead to instead of none",
                examples: [["192.0.2.80", "2001:db8::80"]],
              }),
          })
          .meta({ description: "A zone this server is authoritative for" }),
      )
      .optional()
      .meta({ description: "The zones that are served" }),
    dns: z
      .strictObject({
        listen: z
          .array(listen)
          .min(1)
          .optional()
          .meta({
            description: "Where DNS is answered; port 53 of all addresses by default",
            examples: [["0.0.0.0:53"]],
          }),
      })
      .optional()
      .meta({ description: "DNS over UDP and TCP" }),
    http: z
      .strictObject({
        listen: z
          .array(
            z.union([
              listen,
              z.strictObject({ listen, plain: plain.optional(), tls: tls.optional() }).meta({
                description: "A listener with settings of its own",
              }),
            ]),
          )
          .min(1)
          .meta({ description: "Where updates are accepted", examples: [["0.0.0.0:443"]] }),
        plain: plain.optional(),
        tls: tls.optional(),
        "trusted-proxies": z
          .array(z.string())
          .optional()
          .meta({ description: "Proxies whose forwarded headers count", examples: [["10.0.0.0/8"]] }),
      })
      .optional()
      .meta({ description: "HTTP for updates and pages" }),
  })
  .meta({ description: "Serves zones and accepts updates for them" });

/** The keys of an instance that no provider declares. */
const instanceMeta = { description: "Accounts at DNS services; the keys are yours to choose and are used in names" };

/** An instance of a type that is not looked at. */
const anyInstance: z.ZodType = z.looseObject({
  type: z.string().meta({ description: "The kind of service", examples: ["cloudflare"] }),
});

/** The file as a whole; what the entries of `providers` hold depends on their type and is checked with `instanceSchema`. */
export const fileSchema: z.ZodType = fileShape(anyInstance);

function fileShape(instance: z.ZodType): z.ZodType {
  const levels: readonly LogLevel[] = ["debug", "info", "warn", "error"];
  return z
    .strictObject({
      language: z
        .enum(["auto", "en", "zh-CN"])
        .optional()
        .meta({
          description: "Language of everything Holdfast says; auto follows the system",
          examples: ["auto"],
        }),
      log: z
        .strictObject({
          level: z
            .enum(levels)
            .optional()
            .meta({ description: "Least severe events to keep", examples: ["info"] }),
          format: z
            .enum(["pretty", "json"])
            .optional()
            .meta({ description: "Lines for people or for machines", examples: ["pretty"] }),
        })
        .optional()
        .meta({ description: "The log" }),
      trust: trust.optional(),
      agent: agent.optional(),
      providers: z.record(z.string(), instance).optional().meta(instanceMeta),
      server: server.optional(),
    })
    .meta({
      title: "Holdfast configuration",
      description: "holdfast.yaml: what the agent keeps and the server serves",
    });
}

/** JSON Schema 2020-12 of the file, with one variant per provider. Order of keys is the order they are documented in. */
export function fileJsonSchema(declarations: readonly ProviderDeclaration[]): Readonly<Record<string, unknown>> {
  const variants = declarations.map(instanceSchema);
  const [first, ...rest] = variants;
  const instance = first === undefined ? anyInstance : z.union([first, ...rest]);
  return z.toJSONSchema(fileShape(instance), { target: "draft-2020-12", io: "input" });
}
