import type { Duration } from "../core/duration.ts";
import type { GatewayFailCode } from "../gateway/gateway.ts";

/** Why a port is not let through. */

/** What routers say, and what keeps us from asking one. */
export type MappingFailCode =
  | GatewayFailCode
  /** This host has no address of the family that a router could let traffic through to. */
  | "no-local-address";

export interface MappingFailure {
  readonly code: MappingFailCode;
  /** The router's own words, shortened. */
  readonly detail: string;
  /** How long the router asked to be left in peace. */
  readonly retryAfter?: Duration;
}

/** One row of the code table. */
export interface MappingFailRow {
  /** Another protocol of the same router may give another answer. */
  readonly mayAskElsewhere: boolean;
  /** Said by a router that has opened nothing. */
  readonly isRefusal: boolean;
  /** Of several protocols' failures the one with the highest rank tells most. */
  readonly rank: number;
}

const silent: MappingFailRow = { mayAskElsewhere: true, isRefusal: false, rank: 1 };
const told: MappingFailRow = { mayAskElsewhere: false, isRefusal: true, rank: 5 };

/** The row of every code. */
export const mappingFailCodes: Readonly<Record<MappingFailCode, MappingFailRow>> = {
  "gateway-not-found": { ...silent, rank: 0 },
  "timed-out": silent,
  "name-not-resolved": silent,
  "connection-refused": silent,
  "connection-reset": silent,
  unreachable: silent,
  "tls-failed": silent,
  aborted: silent,
  "answer-unreadable": { ...silent, rank: 2 },
  "answer-too-large": { ...silent, rank: 2 },
  "answer-cut-short": { ...silent, rank: 2 },
  "gateway-unsupported": { ...silent, isRefusal: true, rank: 3 },
  // The switch for one protocol says nothing about the others.
  "gateway-refused": { ...silent, isRefusal: true, rank: 4 },
  "gateway-no-address": told,
  "gateway-port-taken": told,
  "gateway-busy": told,
  "no-local-address": told,
};

/** Reads a code of ours, for instance out of the journal. */
export function parseMappingFailCode(text: string): MappingFailCode | undefined {
  const isCode = (word: string): word is MappingFailCode => Object.hasOwn(mappingFailCodes, word);
  return isCode(text) ? text : undefined;
}

/** The one of two failures that tells more. */
export function moreTelling(a: MappingFailure | undefined, b: MappingFailure): MappingFailure {
  return a !== undefined && mappingFailCodes[a.code].rank >= mappingFailCodes[b.code].rank ? a : b;
}
