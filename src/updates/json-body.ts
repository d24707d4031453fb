import type { z } from "zod";

/** What a request brings as JSON, in the shape a dialect expects; undefined when it is anything else. */
export async function readJsonBody<T>(request: Request, shape: z.ZodType<T>): Promise<T | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(await request.text());
  } catch {
    return undefined;
  }
  const parsed = shape.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** An answer as JSON that nobody keeps. */
export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store", ...headers } });
}
