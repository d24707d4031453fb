import { Duration } from "../../../core/duration.ts";
import { failure, ok } from "../../../core/result.ts";
import { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { POST } from "../call.ts";
import { refusedDraft } from "../draft.ts";
import { exchangedToken } from "../exchanged-token.ts";
import { at, parseJson, textOf } from "../json.ts";
import { RsaKey } from "../rsa.ts";
import { signedJwt } from "../signed-jwt.ts";

const base = "https://iam.api.cloud.yandex.net";

/** How long the signed statement is good, in seconds; the manual's examples use it. */
const statementLifetime = 1_200;

/** Tokens are good for twelve hours at most, and the manual asks for a new one every hour. */
const tokenLifetime = Duration.hours(1);

/**
 * A service account of Yandex Cloud: a statement signed with its authorized key (PS256) is exchanged for an IAM token
 * (yandex.cloud, "Getting an IAM token for a service account", 2026-11).
 *
 * @param file the JSON file of the authorized key.
 */
export function yandexServiceAccount(file: Secret): Authentication {
  const tree = parseJson(file.reveal());
  const [keyId, account, pem] = ["id", "service_account_id", "private_key"].map((name) => textOf(at(tree, name)));
  return exchangedToken({
    // Statements from the future are refused; by how much they may be early is not told.
    clockTolerance: Duration.minutes(1),
    request: async ({ clock }) => {
      if (keyId === undefined || account === undefined || pem === undefined) {
        return failure({ outcome: refusedDraft("the key is not the JSON file of an authorized key") });
      }
      // Newer files have a warning before the key, which is passed over.
      const key = await RsaKey.read(new Secret(pem));
      if (!key.ok) return key;
      const issuedAt = Math.floor(clock.now() / 1000);
      const times = { iat: issuedAt, exp: issuedAt + statementLifetime };
      const claims = { iss: account, aud: `${base}/iam/v1/tokens`, ...times };
      const jwt = signedJwt(key.value, { alg: "PS256", kid: keyId }, claims);
      const call = { ...POST("/iam/v1/tokens", { jwt }), sensitive: [jwt] };
      return ok({
        base,
        call,
        sends: "json",
        read: (answer) => {
          const token = textOf(at(answer.tree, "iamToken"));
          return token === undefined ? undefined : { value: token, lifetime: tokenLifetime };
        },
      });
    },
  });
}
