import { ok } from "../../../core/result.ts";
import { toHex } from "../../../core/octets.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { canonicalPath, encodeStrictly, extendedTime, withCanonicalQuery } from "../canonical-request.ts";
import { hmac } from "../digest.ts";
import { addHeaders } from "../draft.ts";

/** How long a signature is good, in seconds; what the vendor's manual uses. */
const lifetime = 1_800;

/** Baidu AI Cloud's bce-auth-v1. The body is not signed (cloud.baidu.com/doc/Reference/s/njwvz1yfu, 2026-11). */
export function bce(account: {
  readonly keyId: string;
  readonly secret: Secret;
  readonly sessionToken: Secret | undefined;
}): Authentication {
  return {
    async authenticate(draft, { clock }) {
      const request = withCanonicalQuery(draft);
      const time = extendedTime(clock.now());
      const token = account.sessionToken?.reveal();
      const added = { "x-bce-date": time, ...(token === undefined ? {} : { "x-bce-security-token": token }) };
      const fields = Object.entries({ host: request.url.host, ...added }).toSorted(([a], [b]) => (a < b ? -1 : 1));
      const lines = [
        request.method,
        canonicalPath(request.url),
        // Sorted by the whole parameter, so that `a10=` comes before `a=`.
        request.url.search.slice(1).split("&").toSorted().join("&"),
        ...fields.map(([name, value]) => `${name}:${encodeStrictly(value)}`),
      ];
      const prefix = `bce-auth-v1/${account.keyId}/${time}/${lifetime}`;
      // The key is the hexadecimal text, not what it stands for.
      const key = toHex(await hmac("SHA-256", account.secret.reveal(), prefix));
      const signature = toHex(await hmac("SHA-256", key, lines.join("\n")));
      const authorization = `${prefix}/${fields.map(([name]) => name).join(";")}/${signature}`;
      const shown = token === undefined ? [signature] : [signature, token];
      return ok(addHeaders(request, { ...added, authorization }, shown));
    },
  };
}
