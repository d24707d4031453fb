import { ok } from "../../../core/result.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { basicTime, bodyOf, canonicalRequest, encodeStrictly, withCanonicalQuery } from "../canonical-request.ts";
import { sha256Hex } from "../digest.ts";
import { addHeaders } from "../draft.ts";
import { scopedProof } from "../scoped-proof.ts";

/** AWS Signature Version 4 in the header field (IAM User Guide, "Create a signed AWS API request", 2026-11). */
export function sigv4(
  place: { readonly service: string; readonly region: string },
  account: { readonly keyId: string; readonly secret: Secret; readonly sessionToken: Secret | undefined },
): Authentication {
  return {
    async authenticate(draft, { clock }) {
      const request = withCanonicalQuery(draft);
      const body = bodyOf(request);
      const time = basicTime(clock.now());
      const token = account.sessionToken?.reveal();
      const added = { "x-amz-date": time, ...(token === undefined ? {} : { "x-amz-security-token": token }) };
      const canonical = canonicalRequest(request, {
        // Every service but S3 signs the encoded path encoded once more.
        path: request.url.pathname.split("/").map(encodeStrictly).join("/"),
        headers: { host: request.url.host, "content-type": body.contentType, ...added },
        bodyHash: await sha256Hex(body.text),
      });
      const { authorization, signature } = await scopedProof(canonical, {
        algorithm: "AWS4-HMAC-SHA256",
        keyId: account.keyId,
        secret: account.secret,
        secretPrefix: "AWS4",
        time,
        steps: [time.slice(0, 8), place.region, place.service, "aws4_request"],
      });
      const shown = token === undefined ? [signature] : [signature, token];
      return ok(addHeaders(request, { ...added, authorization }, shown));
    },
  };
}
