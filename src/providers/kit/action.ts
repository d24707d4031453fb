import { withHeaders, type BodyFields, type Call, type Query } from "./call.ts";

/** Calls of interfaces that have one path and name what is to be done in a header field or parameter. */

/** A GET or POST to the root. Logs show the action, which such a service calls by name in its manual. */
export function action(
  method: "GET" | "POST",
  name: string,
  parts: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly query?: Query;
    readonly body?: BodyFields;
  },
): Call {
  const call: Call = {
    method,
    route: `/?Action=${name}`,
    target: "/",
    params: {},
    query: parts.query ?? {},
    headers: {},
    body: parts.body,
  };
  return withHeaders(call, parts.headers ?? {});
}
