import { Duration } from "../../../core/duration.ts";
import { ok } from "../../../core/result.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { canonicalQuery, encodeStrictly, extendedTime, withCanonicalQuery } from "../canonical-request.ts";
import { hmac } from "../digest.ts";
import { addQuery } from "../draft.ts";

/**
 * A query that is signed with HMAC-SHA1, as Todaynic and its sister companies want it. The steps are those of the first
 * signature of Alibaba Cloud (help.aliyun.com, "RPC signature", 2026-11), the names of parameters are their own.
 */
export function signedQuery(account: { readonly keyId: string; readonly secret: Secret }): Authentication {
  return {
    // That of the scheme it was taken over from; its own is not told.
    clockTolerance: Duration.minutes(15),
    async authenticate(draft, { clock, random }) {
      const nonce = BigInt(`0x${Buffer.from(random.octets(8)).toString("hex")}`);
      const whole = addQuery(draft, {
        AccessInstanceID: account.keyId,
        SignatureMethod: "HMAC-SHA1",
        SignatureNonce: String(nonce),
        Timestamp: extendedTime(clock.now()),
      });
      const signature = await querySignature(draft.method, whole.url, account.secret);
      const signed = withCanonicalQuery(addQuery(whole, { Signature: signature }));
      return ok({ ...signed, sensitive: [...signed.sensitive, signature, encodeStrictly(signature)] });
    },
  };
}

/** The signature of a query; the path plays no part. */
export async function querySignature(method: string, url: URL, secret: Secret): Promise<string> {
  const toSign = [method, encodeStrictly("/"), encodeStrictly(canonicalQuery(url))].join("&");
  return Buffer.from(await hmac("SHA-1", `${secret.reveal()}&`, toSign)).toString("base64");
}
