import type { KeyObject } from "node:crypto";
import type { ReadFailure } from "../../core/provider.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { Secret } from "../../core/secret.ts";
import { refusedDraft } from "./draft.ts";

/**
 * Signatures with a user's RSA key, through `node:crypto`: Web Crypto reads neither PKCS#1 nor keys with a passphrase. The
 * module is loaded with the first key, since it costs 3 MB that agents without such a service do not need.
 */

/** Names as in JSON Web Algorithms (RFC 7518 §3.3 and §3.5): PKCS#1 v1.5, and PSS with a salt as long as the hash. */
export type RsaAlgorithm = "RS256" | "RS512" | "PS256";

export class RsaKey {
  readonly #key: KeyObject;
  readonly #crypto: typeof import("node:crypto");

  private constructor(key: KeyObject, crypto: typeof import("node:crypto")) {
    this.#key = key;
    this.#crypto = crypto;
  }

  /** Reads a private key in PEM; `rejected` `value-invalid`, without any of the key, when it is none. */
  static async read(pem: Secret, passphrase?: Secret): Promise<Result<RsaKey, ReadFailure>> {
    const crypto = await import("node:crypto");
    const text = tidyPem(pem.reveal());
    if (text === undefined) return refused("the private key is not in PEM, which begins with -----BEGIN");
    try {
      const key = crypto.createPrivateKey({
        key: text,
        ...(passphrase === undefined ? {} : { passphrase: passphrase.reveal() }),
      });
      if (key.asymmetricKeyType !== "rsa") return refused("the private key is not an RSA key");
      return ok(new RsaKey(key, crypto));
    } catch {
      return refused("the private key cannot be read: it is damaged, or its passphrase is wrong or missing");
    }
  }

  sign(algorithm: RsaAlgorithm, text: string): Uint8Array {
    const { sign, constants } = this.#crypto;
    const hash = algorithm === "RS512" ? "sha512" : "sha256";
    const padding = algorithm === "PS256" ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
    const options = algorithm === "PS256" ? { saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {};
    return sign(hash, Buffer.from(text, "utf8"), { key: this.#key, padding, ...options });
  }

  /** MD5 of the public key in DER, in pairs joined by colons. It names the key; nothing rests on its strength. */
  get fingerprint(): string {
    const der = this.#crypto.createPublicKey(this.#key).export({ type: "spki", format: "der" });
    const hex = this.#crypto.createHash("md5").update(der).digest("hex");
    return hex.replaceAll(/..(?!$)/g, "$&:");
  }
}

/**
 * The PEM block in a text, with lines of its own again: variables of the environment spell line ends as `\n`, folded YAML as
 * blanks, and some files have words before the block. RFC 7468 §2
 */
function tidyPem(text: string): string | undefined {
  const block = /-----BEGIN ([A-Z ]+)-----([\s\S]*?)-----END \1-----/.exec(text.replaceAll("\\n", "\n"));
  const [, label = "", inner = ""] = block ?? [];
  if (block === null) return undefined;
  const base64 = inner.replaceAll(/\s+/g, "");
  // Old encrypted keys have header fields before their base64, whose lines have to stay.
  const lines = /^[A-Za-z0-9+/=]+$/.test(base64) ? (base64.match(/.{1,64}/g) ?? []).join("\n") : inner.trim();
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

function refused(detail: string): Result<never, ReadFailure> {
  return failure({ outcome: refusedDraft(detail) });
}
