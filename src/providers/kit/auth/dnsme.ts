import { Duration } from "../../../core/duration.ts";
import { ok } from "../../../core/result.ts";
import { toHex } from "../../../core/octets.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { hmac } from "../digest.ts";
import { addHeaders } from "../draft.ts";

/** DNS Made Easy's header fields: only the date is signed (dnsmadeeasy.com, "API v2.0", 2026-11). */
export function dnsme(account: { readonly key: string; readonly secret: Secret }): Authentication {
  return {
    clockTolerance: Duration.seconds(30),
    async authenticate(draft, { clock }) {
      const date = new Date(clock.now()).toUTCString();
      const signature = toHex(await hmac("SHA-1", account.secret.reveal(), date));
      const added = { "x-dnsme-apikey": account.key, "x-dnsme-requestdate": date, "x-dnsme-hmac": signature };
      return ok(addHeaders(draft, added, [signature]));
    },
  };
}
