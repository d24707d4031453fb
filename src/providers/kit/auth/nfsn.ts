import { Duration } from "../../../core/duration.ts";
import { toHex } from "../../../core/octets.ts";
import { ok } from "../../../core/result.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { bodyOf } from "../canonical-request.ts";
import { digest } from "../digest.ts";
import { addHeaders } from "../draft.ts";

/**
 * NearlyFreeSpeech.NET's X-NFSN-Authentication: a hash over login, time, salt, key, path and body. The clock may be off
 * by seconds only (members.nearlyfreespeech.net/wiki/API/Introduction, 2026-11).
 */
export function nfsn(account: { readonly login: string; readonly apiKey: Secret }): Authentication {
  return {
    clockTolerance: Duration.seconds(5),
    async authenticate(draft, { clock, random }) {
      const time = String(Math.floor(clock.now() / 1000));
      const salt = [...random.octets(16)].map((octet) => alphabet[octet % alphabet.length]).join("");
      const bodyHash = toHex(await digest("SHA-1", bodyOf(draft).text));
      const place = draft.url.pathname + draft.url.search;
      const parts = [account.login, time, salt, account.apiKey.reveal(), place, bodyHash];
      const hash = toHex(await digest("SHA-1", parts.join(";")));
      const proof = [account.login, time, salt, hash].join(";");
      return ok(addHeaders(draft, { "x-nfsn-authentication": proof }, [hash]));
    },
  };
}

/** Salts are of letters and digits, and none may come twice. */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
