import { z } from "zod";

/** Where addresses come from, as a name or the agent may write it. */

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

export const sourceList: z.ZodArray = z.array(z.union([sourceText, sourceMap])).min(1);

/** `auto`, `off` or one source all are texts; which one it is, `settle-name.ts` reads. */
export const sourceChoice: readonly [z.ZodType, z.ZodType, z.ZodType] = [sourceText, sourceList, sourceMap];

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

export const neighbourRule: z.ZodType = z
  .strictObject({ "prefix-of": prefixOf, "interface-id": interfaceId, ...neighbourPlace })
  .meta({ description: neighbourDescription });

export const neighbourByMac: z.ZodType = z
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
export const pinned4: readonly [z.ZodType, z.ZodType] = [
  z.strictObject({ interface: pinnedInterface, prefix: pinnedPrefix.optional() }).meta({ description: pinDescription }),
  z.strictObject({ prefix: pinnedPrefix }).meta({ description: pinDescription }),
];

export const pinned6: readonly [z.ZodType, z.ZodType, z.ZodType] = [
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
