import { type AnsweringService, startAnswering } from "./answering.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { RecordRules, type Limits } from "./record-rules.ts";

/** An emulator of one host that holds single records, given how it answers. */
export function startAnsweringRecords(
  service: AnsweringService<RecordRules> & { readonly limits: Limits },
): Promise<EmulatedZones> {
  return startAnswering(new RecordRules(service.limits), service);
}

/** An answer in JSON. */
export function json(status: number, body: unknown): EmulatedAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** The members of a JSON body; none when it is not an object. */
export function bodyMembers(request: ReceivedRequest): ReadonlyMap<string, unknown> {
  if (!(request.headers["content-type"] ?? "").startsWith("application/json")) return new Map();
  const value: unknown = JSON.parse(request.body);
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

/** Stored identities as the whole numbers that several services use. */
export function numberOfId(id: string): number {
  return Number.parseInt(id, 16);
}

export function idOfNumber(number: unknown): string {
  return Number(number).toString(16).padStart(32, "0");
}
