import type { Address } from "../core/address.ts";
import type { Transport } from "../core/journal.ts";
import type { Result } from "../core/result.ts";
import type { AuthenticationFailure, Credentials, Principal } from "./authenticate.ts";
import type { DialectPorts } from "./dialect.ts";
import { headerCredentials } from "./http-credentials.ts";
import { nameToShow } from "./refusal.ts";

/** Who sent a request, as every dialect over HTTP learns it: the hosts that are heard, and those who are refused. */

/** The principal of the `Authorization` header, or of credentials that a dialect has elsewhere. */
export async function principalOf(
  request: Request,
  transport: Transport,
  peer: Address | undefined,
  { authenticator, onRefused, presence, view }: DialectPorts,
  elsewhere?: Credentials,
): Promise<Result<Principal, AuthenticationFailure>> {
  const header = request.headers.get("authorization");
  const credentials = elsewhere ?? headerCredentials(header);
  const authenticated = await authenticator.authenticate(credentials);
  if (authenticated.ok) {
    presence.hear(authenticated.value.host, transport, peer);
  } else if (authenticated.code === "credentials-rejected") {
    const hasNone = credentials === undefined && header === null;
    const reason = hasNone ? "credentials-missing" : authenticated.reason;
    onRefused({ reason, transport, peer, name: nameToShow(credentials?.user, view), host: authenticated.host });
  }
  return authenticated;
}
