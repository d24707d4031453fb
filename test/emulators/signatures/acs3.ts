import type { ReceivedRequest } from "../http-emulator.ts";
import { fieldLines, hmac256, members, sha256, sortedQuery } from "./canonical.ts";

/** How Alibaba Cloud's gateway judges ACS3-HMAC-SHA256. */

export interface Acs3Account {
  readonly host: string;
  readonly keyId: string;
  readonly secret: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The vendor's code for what is wrong with a request; undefined when it is genuine. */
export function acs3Problem(request: ReceivedRequest, account: Acs3Account, nonces: Set<string>): string | undefined {
  const proof = members(request.headers["authorization"] ?? "", "ACS3-HMAC-SHA256");
  if (proof === undefined) return "MissingAuthorizationHeader";
  if (proof["Credential"] !== account.keyId) return "InvalidAccessKeyId.NotFound";
  const { "x-acs-date": date = "", "x-acs-signature-nonce": nonce = "" } = request.headers;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date)) return "InvalidTimeStamp.Format";
  if (Math.abs(Date.parse(date) - account.now) > 15 * 60_000) return "InvalidTimeStamp.Expired";
  const names = (proof["SignedHeaders"] ?? "").split(";");
  const sent = Object.keys(request.headers).filter((name) => name.startsWith("x-acs-"));
  const needed = ["host", ...(request.body === "" ? [] : ["content-type"]), ...sent];
  if (nonce === "" || needed.some((name) => !names.includes(name))) return "IncompleteSignature";
  if (names.join() !== names.toSorted().join()) return "IncompleteSignature";
  const hash = sha256(request.body);
  if (request.headers["x-acs-content-sha256"] !== hash) return "SignatureDoesNotMatch";
  const lines = fieldLines(request, account.host, names);
  const canonical = [request.method, request.path, sortedQuery(request), lines, names.join(";"), hash].join("\n");
  const expected = hmac256(account.secret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString("hex");
  if (proof["Signature"] !== expected) return "SignatureDoesNotMatch";
  if (nonces.has(nonce)) return "SignatureNonceUsed";
  nonces.add(nonce);
  return undefined;
}
