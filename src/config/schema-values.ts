import { z } from "zod";

/** Types of keys that several sections have. */

const durationPattern = "^\\d+(\\.\\d+)?(ms|s|m|h|d)$";

export function duration(description: string, example: string): z.ZodString {
  return z.string().meta({ description, examples: [example], pattern: durationPattern });
}

/** Durations of whole seconds; a bare number is seconds, as in zone files. */
export function ttl(description: string): z.ZodType {
  return z
    .union([z.string().meta({ pattern: durationPattern }), z.int().min(0).max(0x7fff_ffff)])
    .meta({ description, examples: ["5m", 300] });
}
