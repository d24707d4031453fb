import type { ReceivedRequest } from "../http-emulator.ts";
import { fieldLines, hmac256, members, sha256, sortedQuery } from "./canonical.ts";

/** How services judge signatures whose key is derived for a day: AWS's fourth version and its descendants. */

export interface ScopedScheme {
  readonly algorithm: string;
  readonly secretPrefix: string;
  /** The header field that holds the time of the request. */
  readonly timeField: string;
  /** Milliseconds since the epoch of such a field; NaN for what is none. */
  readonly timeOf: (text: string) => number;
  /** The day as the scope has it. */
  readonly dayOf: (ms: number) => string;
  /** What follows the day in the scope. */
  readonly rest: readonly string[];
  readonly hasLowerCaseValues?: boolean;
  /** Fields that have to be signed besides the host when a request has them. */
  readonly needed: readonly string[];
}

export interface ScopedAccount {
  readonly host: string;
  readonly keyId: string;
  readonly secret: string;
  readonly now: number;
}

export type ScopedProblem = "missing" | "key" | "time" | "signature";

/** What is wrong with a request; undefined when it is genuine and no older or newer than a quarter of an hour. */
export function scopedProblem(
  request: ReceivedRequest,
  scheme: ScopedScheme,
  account: ScopedAccount,
): ScopedProblem | undefined {
  const proof = members(request.headers["authorization"] ?? "", scheme.algorithm);
  if (proof === undefined) return "missing";
  const time = request.headers[scheme.timeField] ?? "";
  const sentAt = scheme.timeOf(time);
  if (Number.isNaN(sentAt) || Math.abs(sentAt - account.now) > 15 * 60_000) return "time";
  const [keyId, ...scope] = (proof["Credential"] ?? "").split("/");
  if (keyId !== account.keyId) return "key";
  if (scope.join("/") !== [scheme.dayOf(sentAt), ...scheme.rest].join("/")) return "signature";
  const names = (proof["SignedHeaders"] ?? "").split(";");
  const needed = ["host", ...scheme.needed.filter((name) => request.headers[name] !== undefined)];
  if (needed.some((name) => !names.includes(name))) return "signature";
  const fields = fieldLines(request, account.host, names) ?? "";
  const lines = scheme.hasLowerCaseValues === true ? fields.toLowerCase() : fields;
  const hash = sha256(request.body);
  const canonical = [request.method, request.path, sortedQuery(request), lines, names.join(";"), hash].join("\n");
  let key: string | Buffer = scheme.secretPrefix + account.secret;
  for (const step of scope) key = hmac256(key, step);
  const toSign = `${scheme.algorithm}\n${time}\n${scope.join("/")}\n${sha256(canonical)}`;
  return hmac256(key, toSign).toString("hex") === proof["Signature"] ? undefined : "signature";
}

/** `20261120T000000Z` */
export function basicTimeOf(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export function basicDayOf(ms: number): string {
  return extendedDayOf(ms).replaceAll("-", "");
}

export function extendedDayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
