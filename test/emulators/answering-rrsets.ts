import type { EmulatedZones } from "./emulated-zones.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import { RRsetRules, type RRsetLimits } from "./rrset-rules.ts";

/** An emulator of one service that holds whole RRsets, given how it answers. */
export async function startAnsweringRRsets(service: {
  readonly hosts: readonly string[];
  readonly limits: RRsetLimits;
  /** What an RRset has that another client made without saying more. */
  readonly usualTtl: number;
  readonly usualFields?: Readonly<Record<string, unknown>>;
  readonly isWrite: (request: ReceivedRequest) => boolean;
  readonly answer: (request: ReceivedRequest, rules: RRsetRules) => EmulatedAnswer;
}): Promise<EmulatedZones> {
  const rules = new RRsetRules(service.limits);
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
