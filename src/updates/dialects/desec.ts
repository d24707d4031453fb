import type { Address } from "../../core/address.ts";
import { type Family, families } from "../../core/family.ts";
import { Prefix } from "../../core/prefix.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { Attempt, type Blame, hostMeant, hostOfList, refused, type Refused } from "../attempt.ts";
import type { Credentials, Principal } from "../authenticate.ts";
import type { Asked, DialectAnswer } from "../dialect.ts";
import { headerCredentials } from "../http-credentials.ts";
import type { FamilyWish } from "../publish-addresses.ts";
import type { Published } from "../publish-rrsets.ts";
import { parseReceivedAddress } from "../received-address.ts";
import { firstOf } from "../request-parameters.ts";
import { textAnswer, type Words } from "../text-answer.ts";

/**
 * deSEC: GET on any path that has no other meaning. Facts: desec-io/desec-stack, `docs/dyndns/update-api.rst`.
 *
 * Each family is decided by what is there for it: `myipv4` (or `myipv6`, `ipv6`), `myip`, `ip`, then the peer; without any it
 * is withdrawn. An empty value withdraws, `preserve` leaves alone, `address/length` moves the present addresses to another
 * network. `myipv4:NAME` counts before all others for that name. The answer is `good` and nothing else.
 */
export const answerDesec: DialectAnswer = async (asked, ports) => {
  const done = await publish(asked, new Attempt(asked, ports, "desec"));
  return textAnswer(asked.request, done.ok ? [200, "good"] : refusals[done.code]);
};

async function publish({ request, url, peer }: Asked, attempt: Attempt): Promise<Result<Published, Refused>> {
  const parameters = url.searchParams;
  const header = headerCredentials(request.headers.get("authorization"));
  const principal = await attempt.signIn(credentialsOf(header, parameters));
  if (!principal.ok) return principal;
  const name = nameOf(parameters, header);
  const owner = name === "" ? principal.value.host : hostOfList(name, principal.value);
  if (owner === undefined) return attempt.refuseName(principal.value, name);
  const addresses: Partial<Record<Family, FamilyWish>> = {};
  for (const family of families) {
    const wish = readFamily(parameters, family, principal.value, peer);
    if (!wish.ok) return wish;
    if (wish.value !== "preserve") addresses[family] = wish.value;
  }
  return attempt.publish(principal.value, { owner, addresses, ttl: undefined });
}

/** Whether a request that no other dialect knows is meant for this one: it says something, and is no picture's. */
export function looksLikeUpdate(request: Request, { pathname, search }: URL): boolean {
  if (request.method !== "GET" || /^\/api\/|\.(?:ico|png)$/.test(pathname)) return false;
  // A path that was mistyped, without any parameter, should not publish the peer and withdraw the other family.
  return search.length > 1 || (/^\/(?:update)?$/.test(pathname) && request.headers.has("authorization"));
}

const refusals: Readonly<Record<Blame, Words>> = {
  credentials: [401, "badauth"],
  name: [404, "nohost"],
  value: [400, "badip"],
  records: [503, "dnserr"],
  server: [503, "911"],
};

/** The user of Basic may be empty, the account's mail address, or a name; only the last says anything. */
function credentialsOf(header: Credentials | undefined, parameters: URLSearchParams): Credentials | undefined {
  const user = firstOf(parameters, "username");
  const secret = firstOf(parameters, "password");
  const shown = header ?? (secret === "" ? undefined : { user, secret });
  if (shown === undefined) return undefined;
  return { ...shown, user: shown.user === "" || shown.user?.includes("@") === true ? undefined : shown.user };
}

/** Where the name is; empty for the token's host. */
function nameOf(parameters: URLSearchParams, header: Credentials | undefined): string {
  const hostname = firstOf(parameters, "hostname");
  // dyndns1 has the name elsewhere.
  if (hostname !== "" && hostname.toUpperCase() !== "YES") return hostname;
  const user = header?.user ?? "";
  const named = firstOf(parameters, "host_id") || (user.includes("@") || user === "token" ? "" : user);
  return named || firstOf(parameters, "username").replace(/^(?:.*@.*|token)$/, "");
}

const names: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ["myipv4", "myip", "ip"],
  ipv6: ["myipv6", "ipv6", "myip", "ip"],
};

function readFamily(
  parameters: URLSearchParams,
  family: Family,
  principal: Principal,
  peer: Address | undefined,
): Result<FamilyWish | "preserve", Refused> {
  const own = [...parameters].filter(([name]) => {
    const list = name.startsWith(`my${family}:`) ? name.slice(`my${family}:`.length) : "";
    return list.split(",").some((item) => hostMeant(item, principal) !== undefined);
  });
  const values = [...own.map(([, value]) => value), ...names[family].map((name) => parameters.get(name))];
  for (const value of values) {
    const wish = value === null ? undefined : readValue(value, family);
    if (wish !== undefined) return wish;
  }
  return ok(peer?.family === family ? [peer] : []);
}

/** Undefined when a value says nothing about a family. */
function readValue(value: string, family: Family): Result<FamilyWish | "preserve", Refused> | undefined {
  const mark = family === "ipv4" ? "." : ":";
  const items = value.split(",").map((item) => item.trim());
  const counting = items.filter((item) => item === "" || item === "preserve" || item.includes(mark));
  const [first] = counting;
  if (first === undefined) return undefined;
  const isSpecial = (item: string): boolean => item === "" || item === "preserve" || item.includes("/");
  if (items.length > 1 && items.some(isSpecial)) return refused("value");
  if (first === "") return ok([]);
  if (first === "preserve") return ok("preserve");
  if (first.includes("/")) return readNetwork(first, family);
  const addresses = counting.map(parseReceivedAddress).filter((address) => address?.family === family);
  const known = addresses.flatMap((address) => address ?? []);
  return known.length === 0 ? undefined : ok(known);
}

function readNetwork(text: string, family: Family): Result<FamilyWish, Refused> {
  const prefix = Prefix.parse(text);
  return prefix.ok && prefix.value.address.family === family ? ok(prefix.value) : failure({ code: "value" });
}
