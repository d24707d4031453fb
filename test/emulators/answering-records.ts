import type { EmulatedZones } from "./emulated-zones.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import { RecordRules, type Limits } from "./record-rules.ts";

/** An emulator of one host that holds single records, given how it answers. */
export async function startAnsweringRecords(service: {
  readonly hosts: readonly string[];
  readonly limits: Limits;
  /** What a record has that another client made without saying more. */
  readonly usualTtl: number;
  readonly usualFields?: Readonly<Record<string, unknown>>;
  readonly isWrite: (request: ReceivedRequest) => boolean;
  readonly answer: (request: ReceivedRequest, rules: RecordRules) => EmulatedAnswer;
}): Promise<EmulatedZones> {
  const rules = new RecordRules(service.limits);
  const http = await HttpEmulator.start((request) => service.answer(request, rules));
  return {
    http,
    hosts: Object.fromEntries(service.hosts.map((host) => [host, http.origin])),
    addZone: (apex) => void rules.store.zones.push(apex),
    hold: ({ fields = {}, ttl = service.usualTtl, ...record }) =>
      void rules.store.add({ ...record, ttl, fields: { ...service.usualFields, ...fields } }),
    held: (owner, type) => rules.store.held(owner, type),
    isWrite: service.isWrite,
    stop: () => http.stop(),
  };
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
