import { type AnsweringService, startAnswering } from "./answering.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import { RRsetRules, type RRsetLimits } from "./rrset-rules.ts";

/** An emulator of one service that holds whole RRsets, given how it answers. */
export function startAnsweringRRsets(
  service: AnsweringService<RRsetRules> & { readonly limits: RRsetLimits },
): Promise<EmulatedZones> {
  return startAnswering(new RRsetRules(service.limits), service);
}
