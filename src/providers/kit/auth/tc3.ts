import { ok } from "../../../core/result.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { bodyOf, canonicalRequest, extendedTime, withCanonicalQuery } from "../canonical-request.ts";
import { sha256Hex } from "../digest.ts";
import { addHeaders } from "../draft.ts";
import { scopedProof } from "../scoped-proof.ts";

/**
 * Tencent Cloud's TC3-HMAC-SHA256. The action of a call is the header field `x-tc-action`, which is signed with it
 * (cloud.tencent.com/document/api/1427/56189, 2026-11).
 */
export function tc3(
  service: string,
  account: { readonly keyId: string; readonly secret: Secret; readonly sessionToken: Secret | undefined },
): Authentication {
  return {
    async authenticate(draft, { clock }) {
      const request = withCanonicalQuery(draft);
      const body = bodyOf(request);
      const time = String(Math.floor(clock.now() / 1000));
      const day = extendedTime(clock.now()).slice(0, 10);
      const canonical = canonicalRequest(request, {
        headers: {
          host: request.url.host,
          "content-type": body.contentType?.toLowerCase(),
          "x-tc-action": request.headers["x-tc-action"]?.toLowerCase(),
        },
        bodyHash: await sha256Hex(body.text),
      });
      const { authorization, signature } = await scopedProof(canonical, {
        algorithm: "TC3-HMAC-SHA256",
        keyId: account.keyId,
        secret: account.secret,
        secretPrefix: "TC3",
        time,
        steps: [day, service, "tc3_request"],
      });
      const token = account.sessionToken?.reveal();
      const shown = token === undefined ? [signature] : [signature, token];
      const added = { "x-tc-timestamp": time, ...(token === undefined ? {} : { "x-tc-token": token }), authorization };
      return ok(addHeaders(request, added, shown));
    },
  };
}
