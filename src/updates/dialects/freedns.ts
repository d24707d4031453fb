import type { Address } from "../../core/address.ts";
import type { Result } from "../../core/result.ts";
import { Attempt, type Blame, hostOfList, refused, type Refused } from "../attempt.ts";
import type { Credentials } from "../authenticate.ts";
import type { Asked, DialectAnswer, DialectPorts } from "../dialect.ts";
import { parseReceivedAddress } from "../received-address.ts";
import { firstOf } from "../request-parameters.ts";
import { textAnswer, type Words } from "../text-answer.ts";

/**
 * FreeDNS of afraid.org, both versions: `/dynamic/update.php?TOKEN[&address=…]`, and `/u/TOKEN/[?address=…][&hostname=…]` or
 * `/u/?h=…&ip=…` with HTTP Basic. Facts: the provider tables of OPNsense, pfSense and OpenWrt.
 *
 * The list of keys by a SHA-1 of user and password (`/api/?action=getdyndns`) is not spoken, since a server that keeps no
 * token cannot know that hash.
 */

/** Version 1: the key is the whole query up to the first `&`. */
export const answerFreednsKey: DialectAnswer = async (asked, ports) => {
  const [key = ""] = asked.url.search.slice(1).split("&");
  const done = await publish(asked, { user: undefined, secret: key }, "", ports);
  if (!done.ok) return textAnswer(asked.request, refusals[done.code]);
  const { host, address, hasChanged } = done.value;
  const body = hasChanged ? `Updated ${host} to ${address}` : `ERROR: Address ${address} has not changed.`;
  return textAnswer(asked.request, [200, body]);
};

/** Version 2. */
export const answerFreedns: DialectAnswer = async (asked, ports) => {
  const [token = ""] = asked.captured;
  const name = firstOf(asked.url.searchParams, "hostname", "h");
  const done = await publish(asked, token === "" ? undefined : { user: undefined, secret: token }, name, ports);
  if (!done.ok) return textAnswer(asked.request, refusals[done.code]);
  const { host, address, hasChanged } = done.value;
  const skipped = `No IP change detected for ${host} with IP ${address}, skipping update`;
  return textAnswer(asked.request, [200, hasChanged ? `Updated ${host} to ${address}` : skipped]);
};

const refusals: Readonly<Record<Blame, Words>> = {
  credentials: [401, "ERROR: Unable to locate this record"],
  name: [404, "ERROR: Unable to locate this record"],
  value: [400, "ERROR: Invalid address"],
  records: [409, "ERROR: The name is an alias"],
  server: [503, "ERROR: Try again later"],
};

interface Done {
  readonly host: string;
  readonly address: Address;
  readonly hasChanged: boolean;
}

/** @param name of the host, where the client tells it. */
async function publish(
  asked: Asked,
  credentials: Credentials | undefined,
  name: string,
  ports: DialectPorts,
): Promise<Result<Done, Refused>> {
  const attempt = new Attempt(asked, ports, "freedns");
  const principal = await attempt.signIn(credentials);
  if (!principal.ok) return principal;
  const owner = name === "" ? principal.value.host : hostOfList(name, principal.value);
  if (owner === undefined) return attempt.refuseName(principal.value, name);
  const text = firstOf(asked.url.searchParams, "address", "ip", "myip");
  const address = text === "" ? asked.peer : parseReceivedAddress(text);
  if (address === undefined) return refused("value");
  const addresses = { [address.family]: [address] };
  const published = await attempt.publish(principal.value, { owner, addresses, ttl: undefined });
  if (!published.ok) return published;
  return { ok: true, value: { host: owner.hostname, address, hasChanged: published.value.hasChanged } };
}
