import { ok } from "../../../core/result.ts";
import { toHex } from "../../../core/octets.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { bodyOf, canonicalRequest, extendedTime, withCanonicalQuery } from "../canonical-request.ts";
import { hmac, sha256Hex } from "../digest.ts";
import { addHeaders } from "../draft.ts";

/**
 * Alibaba Cloud's ACS3-HMAC-SHA256. The action and version of a call are header fields `x-acs-action` and
 * `x-acs-version`, which are signed with it (help.aliyun.com, "V3 request structure and signature", 2026-11).
 */
export function acs3(account: {
  readonly keyId: string;
  readonly secret: Secret;
  readonly sessionToken: Secret | undefined;
}): Authentication {
  return {
    async authenticate(draft, { clock, random }) {
      const request = withCanonicalQuery(draft);
      const body = bodyOf(request);
      const bodyHash = await sha256Hex(body.text);
      const token = account.sessionToken?.reveal();
      const added = {
        "x-acs-date": extendedTime(clock.now()),
        // Never the same twice, also when a request is repeated: the service keeps those of the last quarter of an hour.
        "x-acs-signature-nonce": toHex(random.octets(16)),
        "x-acs-content-sha256": bodyHash,
        ...(token === undefined ? {} : { "x-acs-security-token": token }),
      };
      const own = Object.entries(request.headers).filter(([name]) => name.startsWith("x-acs-"));
      const { text, signedHeaders } = canonicalRequest(request, {
        headers: { host: request.url.host, "content-type": body.contentType, ...Object.fromEntries(own), ...added },
        bodyHash,
      });
      const toSign = `ACS3-HMAC-SHA256\n${await sha256Hex(text)}`;
      const signature = toHex(await hmac("SHA-256", account.secret.reveal(), toSign));
      const proof = `Credential=${account.keyId},SignedHeaders=${signedHeaders},Signature=${signature}`;
      const shown = token === undefined ? [signature] : [signature, token];
      return ok(addHeaders(request, { ...added, authorization: `ACS3-HMAC-SHA256 ${proof}` }, shown));
    },
  };
}
