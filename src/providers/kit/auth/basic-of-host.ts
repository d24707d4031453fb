import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { basic } from "./basic.ts";

/** HTTP Basic of services where every host signs in as itself: the user is the name that the request has in its query. */
export function basicOfHost(parameter: string, password: Secret): Authentication {
  return {
    authenticate: (draft, ports) =>
      basic(draft.url.searchParams.get(parameter) ?? "", password).authenticate(draft, ports),
  };
}
