import { failure, ok } from "../../../core/result.ts";
import { Secret } from "../../../core/secret.ts";
import { all, body, failed, on, text } from "../answers.ts";
import type { Authentication } from "../authentication.ts";
import { POST } from "../call.ts";
import { refusedDraft } from "../draft.ts";
import { at, parseJson, textOf } from "../json.ts";
import { RsaKey } from "../rsa.ts";
import { signedJwt } from "../signed-jwt.ts";
import { oauth2 } from "./oauth2.ts";

/** What the JSON file of a service account's key holds. */
export interface ServiceAccount {
  readonly email: string;
  readonly keyId: string;
  readonly privateKey: Secret;
  readonly project: string;
}

/** Reads such a file; undefined when it is not one. */
export function serviceAccountOf(file: Secret): ServiceAccount | undefined {
  const tree = parseJson(file.reveal());
  const [email, keyId, pem] = ["client_email", "private_key_id", "private_key"].map((name) => textOf(at(tree, name)));
  if (email === undefined || keyId === undefined || pem === undefined) return undefined;
  return { email, keyId, privateKey: new Secret(pem), project: textOf(at(tree, "project_id")) ?? "" };
}

const base = "https://oauth2.googleapis.com";

/** How long the signed statement is good, in seconds; the longest that is accepted. */
const lifetime = 3_600;

/**
 * A service account of Google Cloud: a statement signed with its key (RS256) is exchanged for a token
 * (developers.google.com, "Using OAuth 2.0 for Server to Server Applications", 2026-11; RFC 7523 §2.1).
 */
export function googleServiceAccount(account: ServiceAccount | undefined, scope: string): Authentication {
  return oauth2(async ({ clock }) => {
    if (account === undefined) {
      return failure({ outcome: refusedDraft("the key is not the JSON file of a service account's key") });
    }
    const key = await RsaKey.read(account.privateKey);
    if (!key.ok) return key;
    const issuedAt = Math.floor(clock.now() / 1000);
    const claims = { iss: account.email, scope, aud: `${base}/token`, iat: issuedAt, exp: issuedAt + lifetime };
    const assertion = new Secret(signedJwt(key.value, { alg: "RS256", kid: account.keyId }, claims));
    const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
    const call = { ...POST("/token", form), sensitive: [assertion.reveal()] };
    return ok({ base, call, answers: clockRows });
  });
}

const clockRows = [
  on(all(body("error", "invalid_grant"), text(/reasonable timeframe|iat and exp/)), failed("clock-skewed")),
];
