import { Duration } from "../../../core/duration.ts";
import { ok } from "../../../core/result.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { hmac } from "../digest.ts";
import { addHeaders } from "../draft.ts";

/** Constellix's security token: only the time is signed (api-docs.constellix.com, "Authentication", 2026-11). */
export function constellix(account: { readonly key: string; readonly secret: Secret }): Authentication {
  return {
    // That of its older sister, DNS Made Easy; its own is not told.
    clockTolerance: Duration.seconds(30),
    async authenticate(draft, { clock }) {
      const time = String(clock.now());
      const signature = Buffer.from(await hmac("SHA-1", account.secret.reveal(), time)).toString("base64");
      const token = `${account.key}:${signature}:${time}`;
      return ok(addHeaders(draft, { "x-cns-security-token": token }, [token, signature]));
    },
  };
}
