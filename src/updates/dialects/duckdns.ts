import type { Address } from "../../core/address.ts";
import type { Result } from "../../core/result.ts";
import { Attempt, hostOfList, refused, type Refused } from "../attempt.ts";
import type { Principal } from "../authenticate.ts";
import type { Asked, DialectAnswer } from "../dialect.ts";
import type { FamilyWish } from "../publish-addresses.ts";
import type { Published } from "../publish-rrsets.ts";
import { parseReceivedAddress } from "../received-address.ts";
import { readParameters } from "../request-parameters.ts";
import { textAnswer } from "../text-answer.ts";

/**
 * DuckDNS: `GET /update?domains=…&token=…[&ip=…][&ipv6=…][&txt=…][&verbose=true][&clear=true]`, or for small routers
 * `/update/DOMAINS/TOKEN[/IP]`. Facts: duckdns.org/spec.jsp.
 *
 * The answer is `OK` or `KO` and nothing else, with 200 unless we are to blame, because clients compare it whole. The text
 * of `txt` is a proof for certificates of the host.
 */
export const answerDuckdns: DialectAnswer = async (asked, ports) => {
  const parameters = await readParameters(asked.request, asked.url);
  const value = (name: string, index: number): string => (parameters.get(name) ?? asked.captured[index] ?? "").trim();
  const [domains, token] = [value("domains", 0), value("token", 1)];
  const attempt = new Attempt(asked, ports, "duckdns");
  // A router shows what its form has for user and password as well; what counts is in the URL.
  const principal = await attempt.signIn(token === "" ? undefined : { user: undefined, secret: token });
  const wish = wishOf(parameters, value("ip", 2), asked);
  const done = principal.ok ? await fulfil(wish, domains, principal.value, attempt) : principal;
  if (!done.ok) return textAnswer(asked.request, [done.code === "server" ? 503 : 200, "KO"]);
  if (parameters.get("verbose")?.toLowerCase() !== "true") return textAnswer(asked.request, [200, "OK"]);
  const lines = ["OK", ...linesOf(wish), done.value.hasChanged ? "UPDATED" : "NOCHANGE"];
  return textAnswer(asked.request, [200, lines.join("\n")]);
};

type Wish =
  | { readonly kind: "text"; readonly text: string; readonly isClear: boolean }
  | { readonly kind: "addresses"; readonly ipv4?: FamilyWish; readonly ipv6?: FamilyWish }
  | { readonly kind: "unreadable" };

function wishOf(parameters: URLSearchParams, ip: string, { peer }: Asked): Wish {
  const isClear = parameters.get("clear")?.toLowerCase() === "true";
  const text = parameters.get("txt")?.trim();
  if (text !== undefined && (text !== "" || isClear)) return { kind: "text", text, isClear };
  if (isClear) return { kind: "addresses", ipv4: [], ipv6: [] };
  const given = [ip, (parameters.get("ipv6") ?? "").trim()].filter((one) => one !== "");
  const addresses = given.length === 0 ? [peer] : given.map(parseReceivedAddress);
  const wish: { kind: "addresses"; ipv4?: readonly Address[]; ipv6?: readonly Address[] } = { kind: "addresses" };
  for (const address of addresses) {
    if (address === undefined) return { kind: "unreadable" };
    wish[address.family] = [address];
  }
  return wish;
}

async function fulfil(
  wish: Wish,
  domains: string,
  principal: Principal,
  attempt: Attempt,
): Promise<Result<Published, Refused>> {
  const owner = hostOfList(domains, principal);
  if (owner === undefined) return attempt.refuseName(principal, domains);
  if (wish.kind === "unreadable") return refused("value");
  if (wish.kind === "addresses") return attempt.publish(principal, { owner, addresses: wish, ttl: undefined });
  return attempt.publishText(principal, wish.isClear ? { kind: "clear" } : { kind: "set", text: wish.text });
}

/** The text, or both families' addresses, of which there may be none. */
function linesOf(wish: Wish): readonly string[] {
  if (wish.kind === "text") return [wish.text];
  if (wish.kind === "unreadable") return [];
  return [wish.ipv4, wish.ipv6].map((one) => (Array.isArray(one) ? one.join(",") : ""));
}
