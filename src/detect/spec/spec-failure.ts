/** Why the description of a source cannot be used. Texts are in `source-spec.text.ts`. */

export type SpecCode =
  | "source-empty"
  | "source-unknown"
  | "source-not-text"
  | "argument-missing"
  | "argument-not-allowed"
  | "text-form-only"
  | "key-missing"
  | "key-unknown"
  | "key-of-wrong-type"
  | "keys-exclude-each-other"
  | "bad-host"
  | "bad-port"
  | "bad-url"
  | "url-has-credentials"
  | "url-not-https"
  | "bad-pattern"
  | "bad-json-path"
  | "bad-name"
  | "server-missing"
  | "server-unknown"
  | "bad-record-type"
  | "bad-mac"
  | "not-an-address"
  | "wrong-family"
  | "ipv4-only"
  | "router-protocol-unknown"
  | "path-not-absolute"
  | "command-quoted";

export interface SpecFailure {
  readonly code: SpecCode;
  /** The word, key or value that is wrong; for URLs never more than their origin. */
  readonly subject: string;
}
