import { generateKeyPairSync, type KeyObject } from "node:crypto";

/** Keys of an account that exists, and of one that does not. */
export interface RsaPair {
  /** PKCS#8 in PEM. */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
}

export function rsaPair(): RsaPair {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), publicKey };
}
