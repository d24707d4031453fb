import { Duration } from "../../../core/duration.ts";
import { ok } from "../../../core/result.ts";
import { toHex } from "../../../core/octets.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { basicTime, bodyOf, canonicalPath, canonicalRequest, withCanonicalQuery } from "../canonical-request.ts";
import { hmac, sha256Hex } from "../digest.ts";
import { addHeaders } from "../draft.ts";

/** Huawei Cloud's SDK-HMAC-SHA256 (support.huaweicloud.com, "API request signing", 2026-11). */
export function sdkHmac(account: {
  readonly keyId: string;
  readonly secret: Secret;
  readonly sessionToken: Secret | undefined;
}): Authentication {
  return {
    clockTolerance: Duration.minutes(15),
    async authenticate(draft, { clock }) {
      const request = withCanonicalQuery(draft);
      const time = basicTime(clock.now());
      const token = account.sessionToken?.reveal();
      const { text, signedHeaders } = canonicalRequest(request, {
        // Ends in a slash for signing, also where the path that is sent does not.
        path: canonicalPath(request.url).replace(/\/?$/, "/"),
        headers: { host: request.url.host, "x-sdk-date": time },
        bodyHash: await sha256Hex(bodyOf(request).text),
      });
      const toSign = `SDK-HMAC-SHA256\n${time}\n${await sha256Hex(text)}`;
      const signature = toHex(await hmac("SHA-256", account.secret.reveal(), toSign));
      const proof = `Access=${account.keyId}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
      const added = { "x-sdk-date": time, ...(token === undefined ? {} : { "x-security-token": token }) };
      const shown = token === undefined ? [signature] : [signature, token];
      return ok(addHeaders(request, { ...added, authorization: `SDK-HMAC-SHA256 ${proof}` }, shown));
    },
  };
}
