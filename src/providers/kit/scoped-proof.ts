import { toHex } from "../../core/octets.ts";
import type { Secret } from "../../core/secret.ts";
import type { CanonicalRequest } from "./canonical-request.ts";
import { derivedKey, hmac, sha256Hex } from "./digest.ts";

/** Signatures whose key is good for one day and one service, as AWS introduced them and others took them over. */

/** The words in which the schemes differ. */
export interface Scope {
  readonly algorithm: string;
  readonly keyId: string;
  readonly secret: Secret;
  /** Stands before the secret in the first key. */
  readonly secretPrefix: string;
  /** The time of the request, as its header field says it. */
  readonly time: string;
  /** Day, service and whatever else the key is derived for, in this order. */
  readonly steps: readonly string[];
}

/** The `Authorization` field, and the signature in it. */
export async function scopedProof(
  request: CanonicalRequest,
  { algorithm, keyId, secret, secretPrefix, time, steps }: Scope,
): Promise<{ readonly authorization: string; readonly signature: string }> {
  const scope = steps.join("/");
  const toSign = [algorithm, time, scope, await sha256Hex(request.text)].join("\n");
  const key = await derivedKey("SHA-256", secretPrefix + secret.reveal(), steps);
  const signature = toHex(await hmac("SHA-256", key, toSign));
  const members = [`Credential=${keyId}/${scope}`, `SignedHeaders=${request.signedHeaders}`, `Signature=${signature}`];
  return { authorization: `${algorithm} ${members.join(", ")}`, signature };
}
