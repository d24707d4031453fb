import { toBase64 } from "../../../core/octets.ts";
import { ok, type Result } from "../../../core/result.ts";
import type { ReadFailure } from "../../../core/provider.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { bodyOf } from "../canonical-request.ts";
import { digest } from "../digest.ts";
import { addHeaders } from "../draft.ts";
import { RsaKey } from "../rsa.ts";

/**
 * Oracle Cloud Infrastructure's request signature, version 1: RSA with SHA-256 over some header fields, and over the hash
 * of a body (docs.oracle.com, "Request Signatures", 2026-11). Fields are in the order of the vendor's libraries.
 */
export function oci(account: {
  readonly tenancy: string;
  readonly user: string;
  readonly privateKey: Secret;
  readonly passphrase: Secret | undefined;
  /** What the console shows; computed from the key when absent. */
  readonly fingerprint?: string;
}): Authentication {
  let reading: Promise<Result<RsaKey, ReadFailure>> | undefined;
  return {
    async authenticate(draft, { clock }) {
      reading ??= RsaKey.read(account.privateKey, account.passphrase);
      const key = await reading;
      if (!key.ok) return key;
      const { method, url } = draft;
      const body = bodyOf(draft);
      const date = draft.headers["date"] ?? new Date(clock.now()).toUTCString();
      const bodyFields: Readonly<Record<string, string>> =
        body.contentType === undefined
          ? {}
          : {
              "content-length": String(Buffer.byteLength(body.text)),
              "content-type": body.contentType,
              "x-content-sha256": toBase64(await digest("SHA-256", body.text)),
            };
      const target = `${method.toLowerCase()} ${url.pathname}${url.search}`;
      const signed = Object.entries({ date, "(request-target)": target, host: url.host, ...bodyFields });
      const lines = signed.map(([name, value]) => `${name}: ${value}`);
      const signature = toBase64(key.value.sign("RS256", lines.join("\n")));
      const names = signed.map(([name]) => name).join(" ");
      const keyId = [account.tenancy, account.user, account.fingerprint ?? key.value.fingerprint].join("/");
      const proof = `headers="${names}",keyId="${keyId}",algorithm="rsa-sha256",signature="${signature}"`;
      const authorization = `Signature version="1",${proof}`;
      return ok(addHeaders(draft, { date, ...bodyFields, authorization }, [signature]));
    },
  };
}
