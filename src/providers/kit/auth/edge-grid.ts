import type { Random } from "../../../core/random.ts";
import { ok } from "../../../core/result.ts";
import { toBase64, toHex } from "../../../core/octets.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { bodyOf, extendedTime } from "../canonical-request.ts";
import { digest, hmac } from "../digest.ts";
import { addHeaders } from "../draft.ts";

/**
 * Akamai's EdgeGrid, EG1-HMAC-SHA256. Bodies count with POST alone and are sent whole: what is asked here is far below
 * the 131 072 octets that are hashed (techdocs.akamai.com, "Authenticate with EdgeGrid", 2026-11).
 */
export function edgeGrid(
  account: {
    readonly clientToken: Secret;
    readonly accessToken: Secret;
    readonly clientSecret: Secret;
  },
  nonceOf: (random: Random) => string = usualNonce,
): Authentication {
  return {
    async authenticate(draft, { clock, random }) {
      const { method, url } = draft;
      const time = `${extendedTime(clock.now()).replaceAll("-", "").replace("Z", "")}+0000`;
      const tokens = `client_token=${account.clientToken.reveal()};access_token=${account.accessToken.reveal()}`;
      const unsigned = `EG1-HMAC-SHA256 ${tokens};timestamp=${time};nonce=${nonceOf(random)};`;
      const body = method === "POST" ? bodyOf(draft).text : "";
      const bodyHash = body === "" ? "" : toBase64(await digest("SHA-256", body));
      // The empty part stands for header fields, of which none are signed.
      const parts = [method, url.protocol.slice(0, -1), url.host, url.pathname + url.search, "", bodyHash, unsigned];
      const key = toBase64(await hmac("SHA-256", account.clientSecret.reveal(), time));
      const signature = toBase64(await hmac("SHA-256", key, parts.join("\t")));
      const shown = [signature, account.clientToken.reveal(), account.accessToken.reveal()];
      return ok(addHeaders(draft, { authorization: `${unsigned}signature=${signature}` }, shown));
    },
  };
}

function usualNonce(random: Random): string {
  return toHex(random.octets(16));
}
