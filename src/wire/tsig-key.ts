import { createHmac } from "node:crypto";
import { assert } from "../core/assert.ts";
import { OwnerName } from "../core/name.ts";
import { ok, type Result } from "../core/result.ts";
import type { Secret } from "../core/secret.ts";
import type { TsigAlgorithm } from "../core/tsig-algorithm.ts";
import { readTsigSecret, type TsigSecretFailure } from "../core/tsig-secret.ts";

/** Shared keys for TSIG. */

/** Octets of each algorithm's hash. RFC 8945 §6 */
const macLengths: Readonly<Record<TsigAlgorithm, number>> = {
  "hmac-sha256": 32,
  "hmac-sha384": 48,
  "hmac-sha512": 64,
  "hmac-sha224": 28,
  "hmac-sha1": 20,
};

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

  /** Takes the secret in base64, or the whole key as `tsig-keygen` and `keymgr -t` print it. */
  static of(name: OwnerName, algorithm: TsigAlgorithm, secret: Secret): Result<TsigKey, TsigSecretFailure> {
    const octets = readTsigSecret(secret.reveal(), name, algorithm);
    return octets.ok ? ok(new TsigKey(name, algorithm, octets.value)) : octets;
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
