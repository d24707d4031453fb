import { Duration } from "../../../core/duration.ts";
import { Secret } from "../../../core/secret.ts";
import { all, body, bodyMatches, failed, on, rejected, type AnswerRow } from "../answers.ts";
import type { Authentication } from "../authentication.ts";
import { POST, type BodyFields, type Call } from "../call.ts";
import { exchangedToken } from "../exchanged-token.ts";
import { at, textOf } from "../json.ts";
import { addMembers } from "./body-key.ts";

/**
 * Sessions of netcup's CCP interface, which last a quarter of an hour. Whoever is signed in repeats customer and key in
 * every action (helpcenter.netcup.com, "Our API", 2026-11).
 */
export function netcupSession(account: {
  readonly customerNumber: string;
  readonly apiKey: Secret;
  readonly apiPassword: Secret;
}): Authentication {
  const known = { customernumber: account.customerNumber, apikey: account.apiKey };
  return exchangedToken({
    request: () => ({
      base: netcupBase,
      call: netcupAction("login", { ...known, apipassword: account.apiPassword }),
      sends: "json",
      answers: [
        netcupLimit,
        on(bodyMatches("statuscode", /^4/), rejected("credentials-rejected")),
        on(bodyMatches("statuscode", /^5/), failed("server-error")),
      ],
      read: ({ tree }) => {
        const value = textOf(at(tree, "responsedata.apisessionid")) ?? "";
        return value === "" ? undefined : { value, lifetime: Duration.minutes(15) };
      },
    }),
    show: (draft, session) => addMembers(draft, { ...known, apisessionid: new Secret(session) }, "param"),
    isRefusal: body("statuscode", 4001),
  });
}

export const netcupBase = "https://ccp.netcup.net";

/** An action of the interface, which has one address; logs show the action. */
export function netcupAction(action: string, param: BodyFields): Call {
  const path = "/run/webservice/servers/endpoint.php";
  return { ...POST(path, { action, param }), route: `${path}?action=${action}`, target: `${path}?JSON` };
}

/** Too much is said with the number of a value that is not valid. */
export const netcupLimit: AnswerRow = on(
  all(body("statuscode", 4013), bodyMatches("longmessage", /requests per minute|too many/i)),
  failed("rate-limited", { retryAfter: Duration.minutes(5) }),
);
