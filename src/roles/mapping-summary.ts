import type { AddressScope } from "../core/address-scope.ts";
import { Instant } from "../core/clock.ts";
import type { Family } from "../core/family.ts";
import type { Bilingual, Language } from "../core/language.ts";
import { describeMapping } from "../expose/mapping-state.text.ts";
import type { MappingStatus } from "../expose/mapping-status.ts";

/** What an agent tells of its port mappings, as plain JSON with its sentences in both languages. */

/** A port that is to be reached from outside. */
export interface MappingSummary {
  readonly mapping: string;
  /** For instance `tcp/445`. */
  readonly port: string;
  readonly family: Family;
  /** The host that gets the traffic; null for this one. */
  readonly to: string | null;
  readonly wishedPort: number;
  readonly state: MappingStatus["state"];
  /** All of them null while it is not open. */
  readonly externalAddress: string | null;
  readonly externalPort: number | null;
  /** `global` where the Internet reaches it; null as well where the router does not tell its address. */
  readonly scope: AddressScope | null;
  readonly protocol: string | null;
  readonly router: string | null;
  readonly since: string | null;
  /** Null as well for an entry without an end. */
  readonly endsAt: string | null;
  /** The code of the last failure, while it lasts. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly retryAt: string | null;
  readonly text: Bilingual<string>;
}

/** @param clockTime shows a point in time as the host's clock does. */
export function mappingSummary(status: MappingStatus, clockTime: (at: Instant) => string): MappingSummary {
  const { exposure, hole, setback, state } = status;
  const { mapping, family, transport, internalPort, to, wishedPort } = exposure;
  const say = (language: Language): string => describeMapping(status, { language, clockTime });
  return {
    mapping,
    port: `${transport}/${internalPort}`,
    family,
    to: to?.toString() ?? null,
    wishedPort,
    state,
    externalAddress: hole?.externalAddress?.toString() ?? null,
    externalPort: hole?.externalPort ?? null,
    scope: hole?.scope ?? null,
    protocol: hole?.protocol ?? null,
    router: hole?.router ?? null,
    since: hole === undefined ? null : Instant.format(hole.since),
    endsAt: hole?.endsAt === undefined ? null : Instant.format(hole.endsAt),
    code: setback?.code ?? null,
    detail: setback?.detail ?? null,
    retryAt: setback === undefined ? null : Instant.format(setback.retryAt),
    text: { en: say("en"), "zh-CN": say("zh-CN") },
  };
}

/** True when the Internet reaches the port where it was to be, or when there is no such way in. */
export function isAsWished({ state, scope, externalPort, wishedPort }: MappingSummary): boolean {
  if (state === "unavailable") return true;
  return state === "open" && (scope === "global" || scope === null) && externalPort === wishedPort;
}
