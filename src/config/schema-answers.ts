import { z } from "zod";
import { longestNsid, mostAnswersPerSecond } from "../core/answer-limits.ts";

/** What `server.dns` says about the answers themselves. */

export const answerSettings: { readonly [key: string]: z.ZodType } = {
  identity: z
    .strictObject({
      name: z
        .string()
        .min(1)
        .max(longestNsid)
        .optional()
        .meta({
          description: "Name of this server, told to hostname.bind, id.server and NSID",
          examples: ["ns1.example.org"],
        }),
      version: z
        .string()
        .min(1)
        .max(255)
        .optional()
        .meta({ description: "What version.bind and version.server are told", examples: ["holdfast"] }),
    })
    .optional()
    .meta({ description: "What is told of the server to whoever asks (RFC 4892, RFC 5001); nothing by default" }),
  "extended-errors": z
    .boolean()
    .optional()
    .meta({
      description: "Whether answers say why they are none (RFC 8914); true by default",
      examples: [false],
    }),
  "rate-limit": z
    .strictObject({
      "per-second": z
        .int()
        .min(1)
        .max(mostAnswersPerSecond)
        .optional()
        .meta({ description: "Answers of one kind to one network, per second; 200 by default", examples: [200] }),
      slip: z
        .int()
        .min(0)
        .max(10)
        .optional()
        .meta({
          description:
            "Every so manieth answer beyond that is sent without content, so that the client comes again over TCP; 2 by default, 0 sends none",
          examples: [2],
        }),
      "ipv4-prefix": z
        .int()
        .min(1)
        .max(32)
        .optional()
        .meta({ description: "Length of the IPv4 networks that count as one; 24 by default", examples: [24] }),
      "ipv6-prefix": z
        .int()
        .min(1)
        .max(128)
        .optional()
        .meta({ description: "Length of the IPv6 networks that count as one; 56 by default", examples: [56] }),
    })
    .optional()
    .meta({
      description:
        "Limits equal answers over UDP to networks that may not have asked for them; clients with DNS cookies are exempt. Off by default",
    }),
};
