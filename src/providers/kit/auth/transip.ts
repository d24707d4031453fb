import { Duration } from "../../../core/duration.ts";
import { toBase64, toHex } from "../../../core/octets.ts";
import { ok } from "../../../core/result.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { POST, TextBody, withHeaders } from "../call.ts";
import { exchangedToken } from "../exchanged-token.ts";
import { at, textOf } from "../json.ts";
import { RsaKey } from "../rsa.ts";

/** How long a token is asked for. */
const lifetime = { words: "30 minutes", duration: Duration.minutes(30) };

/**
 * TransIP's login: a request for a token, whose body is signed (RSA with SHA-512) as it is sent. The token is good at
 * every address, since an agent's own may change any time (api.transip.nl/rest/docs.html, "Authentication", 2026-11).
 */
export function transip(account: { readonly login: string; readonly privateKey: Secret }): Authentication {
  return exchangedToken({
    request: async ({ random }) => {
      const key = await RsaKey.read(account.privateKey);
      if (!key.ok) return key;
      const nonce = toHex(random.octets(16));
      const body = transipLogin({ login: account.login, nonce });
      const signature = toBase64(key.value.sign("RS512", body));
      const call = withHeaders(POST("/v6/auth", new TextBody("application/json", body)), { signature });
      return ok({
        base: "https://api.transip.nl",
        call,
        sends: "json",
        read: (answer) => {
          const token = textOf(at(answer.tree, "token"));
          return token === undefined ? undefined : { value: token, lifetime: lifetime.duration };
        },
      });
    },
  });
}

/** Labels have to differ from token to token. */
function transipLogin({ login, nonce }: { readonly login: string; readonly nonce: string }): string {
  const label = `holdfast ${nonce}`;
  return JSON.stringify({ login, nonce, read_only: false, expiration_time: lifetime.words, label, global_key: true });
}
