import type { RsaAlgorithm, RsaKey } from "./rsa.ts";

/** A JSON Web Token in the compact form, signed with a service account's key. RFC 7515 §3.1, RFC 7519 §3 */
export function signedJwt(
  key: RsaKey,
  header: { readonly alg: RsaAlgorithm; readonly kid: string },
  claims: Readonly<Record<string, string | number>>,
): string {
  const input = `${base64url(JSON.stringify({ typ: "JWT", ...header }))}.${base64url(JSON.stringify(claims))}`;
  return `${input}.${Buffer.from(key.sign(header.alg, input)).toString("base64url")}`;
}

function base64url(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}
