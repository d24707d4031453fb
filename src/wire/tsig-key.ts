import { createHmac } from "node:crypto";
import { assert } from "../core/assert.ts";
import { OwnerName } from "../core/name.ts";
import { fromBase64 } from "../core/octets.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Secret } from "../core/secret.ts";
import type { TsigAlgorithm } from "../core/tsig-algorithm.ts";

/** Shared keys for TSIG. */

/** Octets of each algorithm's hash. RFC 8945 §6 */
const macLengths: Readonly<Record<TsigAlgorithm, number>> = {
  "hmac-sha256": 32,
  "hmac-sha384": 48,
  "hmac-sha512": 64,
  "hmac-sha224": 28,
  "hmac-sha1": 20,
};

/** Why a text is not a key's secret. */
export interface TsigKeyFailure {
  readonly code: "secret-not-base64" | "secret-empty";
}

/** One shared key. Its secret is in no property, so it cannot be printed. */
export class TsigKey {
  /** Both sides must know the key by the same name. */
  readonly name: OwnerName;
  readonly algorithm: TsigAlgorithm;
  /** The algorithm as the domain name that stands in messages. */
  readonly algorithmName: OwnerName;
  readonly #secret: Uint8Array;

  private constructor(name: OwnerName, algorithm: TsigAlgorithm, secret: Uint8Array) {
    this.name = name;
    this.algorithm = algorithm;
    const algorithmName = OwnerName.parse(algorithm);
    assert(algorithmName.ok, "algorithms are domain names");
    this.algorithmName = algorithmName.value;
    this.#secret = secret;
  }

  /** Takes the secret in base64, the form that key files and `tsig-keygen` use. */
  static of(name: OwnerName, algorithm: TsigAlgorithm, secret: Secret): Result<TsigKey, TsigKeyFailure> {
    const octets = fromBase64(secret.reveal().replaceAll(/\s/g, ""));
    if (octets === undefined) return failure({ code: "secret-not-base64" });
    if (octets.length === 0) return failure({ code: "secret-empty" });
    return ok(new TsigKey(name, algorithm, octets));
  }

  /** Octets of a whole MAC. */
  get macLength(): number {
    return macLengths[this.algorithm];
  }

  /** The MAC over the parts, one after the other. */
  mac(parts: readonly Uint8Array[]): Uint8Array {
    const hmac = createHmac(this.algorithm.slice("hmac-".length), this.#secret);
    for (const part of parts) hmac.update(part);
    return Uint8Array.from(hmac.digest());
  }
}
