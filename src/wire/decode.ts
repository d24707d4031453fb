import type { Result } from "../core/result.ts";

/** How decoding DNS octets ends. A decoder never throws, never loops, and stops at the first thing that is wrong. */

/** Why octets are not what they should be. A server answers any of them with FORMERR. RFC 1035 §4.1.1 */
export type DecodeCode =
  /** The octets end inside a value, or a length points beyond them. */
  | "cut-short"
  /** Something follows where the value must have ended. */
  | "trailing-octets"
  /** A label begins with the bits 01 or 10, which no standard uses any more. RFC 6891 §5 */
  | "bad-label-type"
  /** A compression pointer that does not lead backwards. RFC 1035 §4.1.4 */
  | "bad-pointer"
  | "too-many-pointers"
  | "name-too-long"
  /** The header announces no question where one is needed. */
  | "no-question"
  | "rdata-malformed"
  | "opt-misplaced"
  | "opt-repeated"
  | "opt-owner-not-root"
  | "tsig-misplaced"
  | "tsig-malformed";

/** What is wrong and where: `offset` counts octets from the start of what was given to the decoder. */
export interface DecodeFailure {
  readonly code: DecodeCode;
  readonly offset: number;
}

/** A decoded value, or why there is none. */
export type Decoded<T> = Result<T, DecodeFailure>;
