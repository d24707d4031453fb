import { z } from "zod";
import type { LogLevel } from "../core/log.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { instanceSchema } from "./provider-schema.ts";
import { agent } from "./schema-agent.ts";
import { server } from "./schema-server.ts";

/**
 * The shape of the configuration file: which keys there are and what type each takes. Formats of texts and everything
 * that depends on other keys is decided in `settle.ts`. Costs several megabytes when imported.
 */

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
