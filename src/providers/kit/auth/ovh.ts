import { Duration } from "../../../core/duration.ts";
import { toHex } from "../../../core/octets.ts";
import { failure, ok } from "../../../core/result.ts";
import type { Secret } from "../../../core/secret.ts";
import { text, type Condition } from "../answers.ts";
import type { Authentication } from "../authentication.ts";
import { GET } from "../call.ts";
import { bodyOf } from "../canonical-request.ts";
import { digest } from "../digest.ts";
import { addHeaders, draftOf, refusedDraft } from "../draft.ts";
import { numberOf } from "../json.ts";
import { obtaining } from "../obtained.ts";

/** 2014-05-13, in seconds: what is earlier is a part of a time, cut off. */
const earliestTime = 1_400_000_000;

/** Clocks drift slowly; a jump is noticed by the refusal that follows. */
const offsetLifetime = Duration.hours(6);

/**
 * OVHcloud's signature `$1$`: SHA-1 over secrets and request, at the server's time, which is asked for first
 * (help.ovhcloud.com, "First steps with the OVHcloud APIs", 2026-11).
 */
export function ovh(
  base: `https://${string}`,
  account: { readonly key: string; readonly secret: Secret; readonly consumerKey: Secret },
): Authentication {
  return obtaining<number>({
    obtain: async ({ clock, send }) => {
      const draft = draftOf({ ...GET("/auth/time"), base }, new URL(base), "json");
      if (!draft.ok) return failure({ outcome: refusedDraft(draft.detail) });
      const answer = await send(draft.value);
      if (!answer.ok) return answer;
      const time = numberOf(answer.value.tree);
      if (time !== undefined && time > earliestTime)
        return ok({ value: time * 1000 - clock.now(), lifetime: offsetLifetime });
      const detail = `GET ${draft.value.url.host}/auth/time: no time`;
      return failure({ outcome: { kind: "failed", code: "answer-unreadable", detail } });
    },
    show: async (draft, offset, { clock }) => {
      const timestamp = String(Math.round((clock.now() + offset) / 1000));
      const [secret, consumer] = [account.secret.reveal(), account.consumerKey.reveal()];
      const parts = [secret, consumer, draft.method, draft.url.href, bodyOf(draft).text, timestamp];
      const signature = `$1$${toHex(await digest("SHA-1", parts.join("+")))}`;
      const headers = {
        "x-ovh-application": account.key,
        "x-ovh-consumer": consumer,
        "x-ovh-timestamp": timestamp,
        "x-ovh-signature": signature,
      };
      return addHeaders(draft, headers, [signature, consumer]);
    },
    isRefusal: isOutOfTime,
  });
}

/** What is answered to a time too far from the server's. The wording is not verified. */
export const isOutOfTime: Condition = text(/QUERY_TIME_OUT|query out of time/i);
