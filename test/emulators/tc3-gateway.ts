import { json } from "./answering-records.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { extendedDayOf, scopedProblem, type ScopedProblem } from "./signatures/scoped.ts";

/** What the services of Tencent Cloud have in common: signed actions, lists in parts, errors with status 200. */

export const tencentSecretId = "AKIDexampleOfTencent";
export const tencentSecretKey = "CANARYsecretOfTencentCloud";

/** The gateway before one service; `refuses` is undefined for requests that may pass. */
export function tc3Gateway({ host, service, version }: Readonly<Record<"host" | "service" | "version", string>>): {
  readonly host: string;
  refuses(request: ReceivedRequest): EmulatedAnswer | undefined;
} {
  const scheme = {
    algorithm: "TC3-HMAC-SHA256",
    secretPrefix: "TC3",
    timeField: "x-tc-timestamp",
    timeOf: (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Number.NaN),
    dayOf: extendedDayOf,
    rest: [service, "tc3_request"],
    hasLowerCaseValues: true,
    needed: ["content-type"],
  };
  const account = { host, keyId: tencentSecretId, secret: tencentSecretKey, now: Date.UTC(2026, 10, 20) };
  return {
    host,
    refuses: (request) => {
      const problem = scopedProblem(request, scheme, account);
      if (problem !== undefined) return refusal(authProblems[problem]);
      return request.headers["x-tc-version"] === version ? undefined : refusal("NoSuchVersion");
    },
  };
}

const authProblems: Readonly<Record<ScopedProblem, string>> = {
  missing: "AuthFailure.InvalidAuthorization",
  key: "AuthFailure.SecretIdNotFound",
  time: "AuthFailure.SignatureExpire",
  signature: "AuthFailure.SignatureFailure",
};

/** The rows that `Offset` and `Limit` ask for. */
export function part<T>(rows: readonly T[], given: ReadonlyMap<string, unknown>, largest: number): readonly T[] {
  const [offset, limit] = [Number(given.get("Offset") ?? 0), Math.min(largest, Number(given.get("Limit") ?? 20))];
  return rows.slice(offset, offset + limit);
}

export function refusal(code: string): EmulatedAnswer {
  return json(200, { Response: { Error: { Code: code, Message: `The request failed: ${code}.` }, RequestId: "r" } });
}

export function response(members: Record<string, unknown>): EmulatedAnswer {
  return json(200, { Response: { ...members, RequestId: "r" } });
}
