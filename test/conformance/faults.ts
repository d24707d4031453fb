import type { FailCode } from "../../src/core/outcome.ts";
import type { Duration } from "../../src/core/duration.ts";
import type { Fault } from "../emulators/http-emulator.ts";

/** Ways in which networks and services fail, and what they come to. */

export type FaultRow = readonly [
  title: string,
  fault: Fault,
  expected: { readonly kind: "failed" | "unconfirmed"; readonly code: FailCode; readonly retryAfter?: Duration },
];

/** An answer in place of the service's own, as something before the service gives it. */
export function answerFault(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: "answer", answer: { status, headers: { "content-type": "text/html", ...headers }, body } };
}
