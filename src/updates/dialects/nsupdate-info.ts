import type { Family } from "../../core/family.ts";
import { addressType } from "../../core/rrset.ts";
import { Attempt, type Blame, hostMeant } from "../attempt.ts";
import type { DialectAnswer } from "../dialect.ts";
import { parseReceivedAddress } from "../received-address.ts";
import { firstOf, parameterCredentials, readParameters } from "../request-parameters.ts";
import { textAnswer, type Words } from "../text-answer.ts";

/**
 * What nsupdate.info adds to dyndns2: `GET /nic/delete[?hostname=…][&myip=…]` withdraws the families of the addresses in
 * `myip`, or that of the connection, and says `deleted A`, `deleted AAAA` or `deleted A,AAAA`. Facts:
 * nsupdate-info/nsupdate.info, `docs/standards.rst`.
 */
export const answerDelete: DialectAnswer = async (asked, ports) => {
  const parameters = await readParameters(asked.request, asked.url);
  const attempt = new Attempt(asked, ports, "nsupdate-info");
  const hasHeader = asked.request.headers.has("authorization");
  const principal = await attempt.signIn(hasHeader ? undefined : parameterCredentials(parameters));
  if (!principal.ok) return textAnswer(asked.request, refusals[principal.code]);
  const name = firstOf(parameters, "hostname");
  if (name !== "" && hostMeant(name, principal.value) === undefined) {
    return textAnswer(asked.request, refusals[attempt.refuseName(principal.value, name).code]);
  }
  // Only the family counts, and 0.0.0.0 is how some say IPv4.
  const items = firstOf(parameters, "myip").split(",");
  const named = items.join("") === "" ? [asked.peer] : items.map(parseReceivedAddress);
  const gone: Family[] = [];
  for (const address of named) {
    if (address === undefined) return textAnswer(asked.request, refusals.value);
    if (!gone.includes(address.family)) gone.push(address.family);
  }
  const addresses = Object.fromEntries(gone.map((family) => [family, []]));
  const published = await attempt.publish(principal.value, { owner: principal.value.host, addresses, ttl: undefined });
  if (!published.ok) return textAnswer(asked.request, refusals[published.code]);
  return textAnswer(asked.request, [200, `deleted ${gone.map(addressType).toSorted().join(",")}`]);
};

const refusals: Readonly<Record<Blame, Words>> = {
  credentials: [401, "badauth"],
  name: [404, "nohost"],
  value: [503, "dnserr"],
  records: [503, "dnserr"],
  server: [503, "911"],
};
