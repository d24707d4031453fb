import { constants, verify, type KeyObject } from "node:crypto";

/** How a service judges a statement that a service account signed. */

export interface JwtRules {
  readonly algorithm: "RS256" | "PS256";
  readonly keyId: string;
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly audience: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The claims of a genuine statement that is good for at most an hour; otherwise what is wrong with it. */
export function judgeJwt(text: string, rules: JwtRules): ReadonlyMap<string, unknown> | "form" | "key" | "time" {
  const parts = text.split(".");
  if (parts.length !== 3 || parts.some((part) => !/^[\w-]+$/.test(part))) return "form";
  const [header, claims] = parts.slice(0, 2).map(membersOf);
  if (header === undefined || claims === undefined) return "form";
  if (header.get("typ") !== "JWT" || header.get("alg") !== rules.algorithm) return "form";
  if (header.get("kid") !== rules.keyId || claims.get("iss") !== rules.issuer) return "key";
  if (claims.get("aud") !== rules.audience) return "form";
  const padding = rules.algorithm === "PS256" ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const key = { key: rules.publicKey, padding, ...(rules.algorithm === "PS256" ? { saltLength: 32 } : {}) };
  const signed = Buffer.from(parts.slice(0, 2).join("."));
  if (!verify("sha256", signed, key, Buffer.from(parts[2] ?? "", "base64url"))) return "key";
  const [issuedAt, end, now] = [Number(claims.get("iat")), Number(claims.get("exp")), rules.now / 1000];
  return issuedAt <= now + 300 && end > now && end - issuedAt <= 3_600 ? claims : "time";
}

function membersOf(part: string): ReadonlyMap<string, unknown> | undefined {
  const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
}
