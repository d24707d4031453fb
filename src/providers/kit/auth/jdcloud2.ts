import { Duration } from "../../../core/duration.ts";
import { ok } from "../../../core/result.ts";
import { toHex } from "../../../core/octets.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { basicTime, bodyOf, canonicalRequest, withCanonicalQuery } from "../canonical-request.ts";
import { sha256Hex } from "../digest.ts";
import { addHeaders, type Draft } from "../draft.ts";
import { scopedProof } from "../scoped-proof.ts";

/** Where and by whom a request is signed. */
export interface Jdcloud2Account {
  readonly service: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: Secret;
}

/** JD Cloud's JDCLOUD2-HMAC-SHA256 (docs.jdcloud.com, "API signature", 2026-11). */
export function jdcloud2(account: Jdcloud2Account): Authentication {
  return {
    clockTolerance: Duration.minutes(15),
    async authenticate(draft, { clock, random }) {
      const request = withCanonicalQuery(draft);
      const added = { "x-jdcloud-date": basicTime(clock.now()), "x-jdcloud-nonce": toHex(random.octets(16)) };
      const fields = { host: request.url.host, "content-type": bodyOf(request).contentType, ...added };
      const { authorization, signature } = await jdcloud2Proof(request, fields, account);
      return ok(addHeaders(request, { ...added, authorization }, [signature]));
    },
  };
}

/** The `Authorization` field for a request of which the given header fields are signed. */
export async function jdcloud2Proof(
  request: Draft,
  fields: Readonly<Record<string, string | undefined>> & { readonly "x-jdcloud-date": string },
  { service, region, keyId, secret }: Jdcloud2Account,
): Promise<{ readonly authorization: string; readonly signature: string }> {
  const time = fields["x-jdcloud-date"];
  const bodyHash = await sha256Hex(bodyOf(request).text);
  return scopedProof(canonicalRequest(request, { headers: fields, bodyHash }), {
    algorithm: "JDCLOUD2-HMAC-SHA256",
    keyId,
    secret,
    secretPrefix: "JDCLOUD2",
    time,
    steps: [time.slice(0, 8), region, service, "jdcloud2_request"],
  });
}
