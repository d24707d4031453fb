import type { EmulatedZones } from "./emulated-zones.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import type { ZoneStore } from "./zone-store.ts";

/** What an emulator of one service is made of, whether it holds single records or whole RRsets. */
export interface AnsweringService<R> {
  readonly hosts: readonly string[];
  /** What another client made without saying more. */
  readonly usualTtl: number;
  readonly usualFields?: Readonly<Record<string, unknown>>;
  readonly isWrite: (request: ReceivedRequest) => boolean;
  readonly answer: (request: ReceivedRequest, rules: R) => EmulatedAnswer;
}

/** Starts the emulator; `rules` keep what it holds and refuse what the service refuses. */
export async function startAnswering<R extends { readonly store: ZoneStore }>(
  rules: R,
  service: AnsweringService<R>,
): Promise<EmulatedZones> {
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
