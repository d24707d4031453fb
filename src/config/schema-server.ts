import { z } from "zod";
import { tsigAlgorithms } from "../core/tsig-algorithm.ts";
import { answerSettings } from "./schema-answers.ts";
import { duration, ttl } from "./schema-values.ts";

/** The server's section: zones and listeners. */

/** As many as processors of machines that one would give to DNS. */
const mostQueryThreads = 64;

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

const secondaries: z.ZodType = z
  .array(
    z.union([
      z.string().meta({
        description: "Address of a server, with a port if it is not 53; it is trusted by its address alone",
        examples: ["192.0.2.54"],
      }),
      z
        .strictObject({
          address: z
            .string()
            .meta({ description: "Where it is told of changes", examples: ["192.0.2.54", "[2001:db8::54]:5300"] }),
          key: z
            .string()
            .optional()
            .meta({ description: "Name of one of server.keys, which must sign", examples: ["transfer.example.org"] }),
        })
        .meta({ description: "A server with a key" }),
    ]),
  )
  .meta({ description: "Servers that keep a copy: they may transfer the zone and are told of changes" });

const primaries: z.ZodType = z
  .array(
    z.union([
      z.string().meta({
        description: "Address of a server, with a port if it is not 53; it is trusted by its address alone",
        examples: ["192.0.2.53"],
      }),
      z
        .strictObject({
          address: z
            .string()
            .meta({ description: "Where it is asked", examples: ["192.0.2.53", "[2001:db8::53]:5300"] }),
          key: z
            .string()
            .optional()
            .meta({ description: "Name of one of server.keys, which signs", examples: ["transfer.example.org"] }),
        })
        .meta({ description: "A server with a key" }),
    ]),
  )
  .min(1)
  .meta({
    description: "Servers that the zone is copied from; such a zone has no content of its own and takes no updates",
  });

export const server: z.ZodType = z
  .strictObject({
    secondaries: secondaries.optional(),
    catalog: z
      .string()
      .optional()
      .meta({
        description:
          "Name of a catalog zone, from which secondaries learn which zones there are (RFC 9432); none by default",
        examples: ["catalog.invalid"],
      }),
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
            secondaries: secondaries.optional(),
            primaries: primaries.optional(),
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
    keys: z
      .array(
        z
          .strictObject({
            name: z.string().meta({ description: "Name both sides know the key by", examples: ["router.example.org"] }),
            algorithm: z
              .enum(tsigAlgorithms)
              .optional()
              .meta({ description: "How messages are signed; hmac-sha256 by default" }),
            secret: z.string().meta({
              description:
                "The shared secret in base64, or the whole key as tsig-keygen or keymgr -t prints it; better a reference such as file:/etc/holdfast/router.key",
              examples: ["env:ROUTER_KEY"],
            }),
            update: z
              .array(
                z
                  .strictObject({
                    names: z
                      .array(z.string())
                      .min(1)
                      .meta({
                        description: "Names, or *. and a name for everything below it",
                        examples: [["home.dyn.example.org", "*.lab.dyn.example.org"]],
                      }),
                    types: z
                      .array(z.string())
                      .min(1)
                      .optional()
                      .meta({
                        description: "Record types; by default all but the SOA and NS of a zone's apex",
                        examples: [["A", "AAAA"]],
                      }),
                  })
                  .meta({ description: "Names and types the key may change" }),
              )
              .optional()
              .meta({ description: "What the key may change by DNS UPDATE (RFC 2136); nothing by default" }),
          })
          .meta({ description: "A TSIG key (RFC 8945)" }),
      )
      .optional()
      .meta({ description: "Keys that sign DNS messages" }),
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
        threads: z
          .union([z.literal("auto"), z.literal("off"), z.int().min(1).max(mostQueryThreads)])
          .optional()
          .meta({
            description:
              "Threads that answer queries over UDP in batches, where the system can do that; auto, the default, is one; off leaves it to the main thread",
            examples: [2],
          }),
        ...answerSettings,
        tls: z
          .strictObject({
            listen: z
              .array(listen)
              .min(1)
              .optional()
              .meta({
                description: "Where DNS over TLS is answered; port 853 of all addresses by default",
                examples: [["0.0.0.0:853"]],
              }),
            certificate: z.string().meta({
              description: "PEM file with the certificate and its chain",
              examples: ["/etc/holdfast/tls.pem"],
            }),
            key: z.string().meta({ description: "PEM file with the private key", examples: ["/etc/holdfast/tls.key"] }),
          })
          .optional()
          .meta({ description: "DNS over TLS (RFC 7858); off by default" }),
        https: z
          .boolean()
          .optional()
          .meta({
            description: "Whether the listeners of server.http answer DNS at /dns-query (RFC 8484); true by default",
            examples: [false],
          }),
      })
      .optional()
      .meta({ description: "DNS over UDP, TCP, TLS and HTTPS" }),
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
