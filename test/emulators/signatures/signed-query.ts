import { createHmac } from "node:crypto";
import type { ReceivedRequest } from "../http-emulator.ts";
import { percentEncode, queryPairs } from "./canonical.ts";

/** How a service judges a query that is signed with HMAC-SHA1 for a key identity. */
export function signedQueryProblem(
  request: ReceivedRequest,
  account: { readonly keyId: string; readonly secret: string; readonly now: number },
  nonces: Set<string>,
): string | undefined {
  const given = (name: string): string => request.query.get(name) ?? "";
  if (given("AccessInstanceID") !== account.keyId) return "AccessInstanceID is not found";
  if (given("SignatureMethod") !== "HMAC-SHA1") return "SignatureMethod is invalid";
  const time = given("Timestamp");
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time)) return "Timestamp is invalid";
  if (Math.abs(Date.parse(time) - account.now) > 15 * 60_000) return "Signature has expired";
  const nonce = given("SignatureNonce");
  if (!/^\d+$/.test(nonce) || nonces.has(nonce)) return "SignatureNonce was used";
  const pairs = queryPairs(request)
    .filter(([name]) => name !== "Signature")
    .map((pair) => pair.join("="))
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const toSign = `${request.method}&%2F&${percentEncode(pairs.join("&"))}`;
  const expected = createHmac("sha1", `${account.secret}&`).update(toSign).digest("base64");
  if (given("Signature") !== expected) return "Signature does not match";
  nonces.add(nonce);
  return undefined;
}
