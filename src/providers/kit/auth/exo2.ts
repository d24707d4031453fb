import { Duration } from "../../../core/duration.ts";
import { ok } from "../../../core/result.ts";
import { toBase64 } from "../../../core/octets.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { bodyOf } from "../canonical-request.ts";
import { hmac } from "../digest.ts";
import { addHeaders } from "../draft.ts";

/** How long a signature is good, in seconds. */
const lifetime = 600;

/** Exoscale's EXO2-HMAC-SHA256 (openapi-v2.exoscale.com, "API Request Signature", 2026-11). */
export function exo2(account: { readonly key: string; readonly secret: Secret }): Authentication {
  return {
    clockTolerance: Duration.seconds(lifetime),
    async authenticate(draft, { clock }) {
      const { method, url } = draft;
      const names = [...new Set(url.searchParams.keys())].filter((name) => url.searchParams.getAll(name).length === 1);
      const signedNames = names.toSorted();
      const expires = Math.floor(clock.now() / 1000) + lifetime;
      const values = signedNames.map((name) => url.searchParams.get(name) ?? "").join("");
      // The empty line stands for header fields, of which none are signed.
      const message = [`${method} ${url.pathname}`, bodyOf(draft).text, values, "", expires].join("\n");
      const signature = toBase64(await hmac("SHA-256", account.secret.reveal(), message));
      const members = [
        `credential=${account.key}`,
        ...(signedNames.length === 0 ? [] : [`signed-query-args=${signedNames.join(";")}`]),
        `expires=${expires}`,
        `signature=${signature}`,
      ];
      return ok(addHeaders(draft, { authorization: `EXO2-HMAC-SHA256 ${members.join(",")}` }, [signature]));
    },
  };
}
