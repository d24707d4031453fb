import { ok } from "../../../core/result.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { basicTime, bodyOf, canonicalRequest, withCanonicalQuery } from "../canonical-request.ts";
import { sha256Hex } from "../digest.ts";
import { addHeaders } from "../draft.ts";
import { scopedProof } from "../scoped-proof.ts";

/**
 * Volcengine's HMAC-SHA256. It differs from AWS in its words, and the secret begins the chain of keys as it is
 * (www.volcengine.com/docs/6369/67269, 2026-11).
 */
export function volcengine(
  place: { readonly service: string; readonly region: string },
  account: { readonly keyId: string; readonly secret: Secret; readonly sessionToken: Secret | undefined },
): Authentication {
  return {
    async authenticate(draft, { clock }) {
      const request = withCanonicalQuery(draft);
      const body = bodyOf(request);
      const time = basicTime(clock.now());
      const bodyHash = await sha256Hex(body.text);
      const token = account.sessionToken?.reveal();
      const added = {
        "x-date": time,
        ...(body.contentType === undefined ? {} : { "x-content-sha256": bodyHash }),
        ...(token === undefined ? {} : { "x-security-token": token }),
      };
      const canonical = canonicalRequest(request, {
        headers: { host: request.url.host, "content-type": body.contentType, ...added },
        bodyHash,
      });
      const { authorization, signature } = await scopedProof(canonical, {
        algorithm: "HMAC-SHA256",
        keyId: account.keyId,
        secret: account.secret,
        secretPrefix: "",
        time,
        steps: [time.slice(0, 8), place.region, place.service, "request"],
      });
      const shown = token === undefined ? [signature] : [signature, token];
      return ok(addHeaders(request, { ...added, authorization }, shown));
    },
  };
}
