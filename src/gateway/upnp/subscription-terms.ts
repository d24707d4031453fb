import { Duration } from "../../core/duration.ts";
import type { HttpResponse } from "../../core/http.ts";

/** What a router grants to a subscriber. UPnP Device Architecture 1.1 §4 */
export interface SubscriptionTerms {
  /** Names the subscription; undefined in answers that leave it out, as some do to renewals. */
  readonly id: string | undefined;
  /** When to renew: after three quarters, so that a lost renewal can be repeated in time. */
  readonly renewAfter: Duration;
}

/** What we ask for, and what counts where a router does not say. Half an hour is what UDA 1.1 §4 recommends. */
export const askedTimeout: Duration = Duration.minutes(30);

/** Outside of these a router is not taken at its word: it would be asked all the time, or lost for days. */
const shortest = Duration.minutes(1);
const longest = Duration.hours(6);

export function readTerms(response: HttpResponse): SubscriptionTerms {
  const seconds = /^Second-(\d{1,9})$/i.exec(response.headers["timeout"]?.trim() ?? "")?.[1];
  const isForever = /^Second-infinite$/i.test(response.headers["timeout"]?.trim() ?? "");
  const told = isForever ? longest : seconds === undefined ? askedTimeout : Duration.seconds(Number(seconds));
  const timeout = Math.min(Math.max(told, shortest), longest);
  const id = response.headers["sid"]?.trim();
  // It goes back in a field of our requests, so it must not hold what would end one.
  const isUsable = id !== undefined && /^[!-~]{1,200}$/.test(id);
  return { id: isUsable ? id : undefined, renewAfter: Duration.milliseconds(timeout * 0.75) };
}
