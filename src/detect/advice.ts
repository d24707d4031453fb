import { type Address, compareAddresses } from "../core/address.ts";
import { type AddressScope, scopeOf } from "../core/address-scope.ts";
import type { Family } from "../core/family.ts";
import { Prefix } from "../core/prefix.ts";
import type { Advice, AdviceCode, Observation, SourceReport, UnknownReason, Weighed } from "../core/verdict.ts";
import { factsOf, isOnTunnel } from "./interface-evidence.ts";

/** Finds in a decision what a person should know beside it. Decides nothing itself; the texts are `advice.text.ts`'s. */

/** A decision, and what it was made from. */
export interface Decision {
  readonly family: Family;
  readonly reports: readonly SourceReport[];
  readonly weighed: readonly Weighed[];
  /** Undefined when the addresses are known. */
  readonly reason: UnknownReason | undefined;
  readonly because: "direct-evidence" | "quorum" | "asserted" | undefined;
  /** Addresses of the last known verdict. */
  readonly incumbents: readonly Address[];
}

/** Findings, in the order of `AdviceCode`. */
export function adviceOn(decision: Decision): readonly Advice[] {
  return rules.flatMap(([code, find]) => {
    const found = find(decision);
    return found === undefined ? [] : [adviceOf(code, found)];
  });
}

/** What a rule found: sightings, or sources that gave none. */
type Finding = readonly { readonly source: string; readonly address?: Address }[];

type Rule = (decision: Decision) => Finding | undefined;

const rules: readonly (readonly [AdviceCode, Rule])[] = [
  ["carrier-grade-nat", ifAny((decision) => directOf(decision).filter(isBehindCarrier))],
  ["double-nat", ifAny((decision) => ofRouter(decision).filter(hasScope("private")))],
  ["tunnel-egress", ifAny(throughTunnel)],
  ["router-differs", ifAny(routerDiffers)],
  ["split-egress", ifAny(splitEgress)],
  ["captive-portal", captivePortal],
  ["tls-intercepted", tlsIntercepted],
  ["container-bridge", containerBridge],
  ["no-ipv6", noIpv6],
  ["ula-only", uniqueLocalOnly],
  ["ipv6-only-temporary", onlyTemporary],
  ["6to4-or-teredo", ifAny((decision) => onHost(decision).filter(hasScope("tunnel")))],
  ["prefix-gone", prefixGone],
  ["two-prefixes", twoPrefixes],
];

function ifAny(find: (decision: Decision) => Finding): Rule {
  return (decision) => {
    const found = find(decision);
    return found.length > 0 ? found : undefined;
  };
}

function adviceOf(code: AdviceCode, found: Finding): Advice {
  const addresses = found.flatMap(({ address }) => address ?? []).toSorted(compareAddresses);
  return {
    code,
    addresses: addresses.filter((address, index) => addresses[index - 1]?.equals(address) !== true),
    sources: [...new Set(found.map(({ source }) => source))],
  };
}

function directOf({ weighed }: Decision): readonly Observation[] {
  return weighed.map(({ observation }) => observation).filter(({ strength }) => strength === "direct");
}

function ofRouter(decision: Decision): readonly Observation[] {
  return directOf(decision).filter(({ evidence }) => factsOf(evidence).gateway !== undefined);
}

/** Addresses of this host's interfaces, as far as any of them are up; neither its router's nor its neighbours'. */
function onHost(decision: Decision): readonly Observation[] {
  const ours = directOf(decision).filter(
    ({ evidence }) => factsOf(evidence).gateway === undefined && evidence["mac"] === undefined,
  );
  return ours.filter(({ address, evidence }) => scopeOf(address) !== "loopback" && !factsOf(evidence).isDown);
}

function hasScope(...scopes: readonly AddressScope[]): (observation: Observation) => boolean {
  return ({ address }) => scopes.includes(scopeOf(address));
}

function isBehindCarrier({ address, evidence }: Observation): boolean {
  // What the B4 of DS-Lite and the CLAT of 464XLAT use: the carrier translates behind both. RFC 7335 §6
  if (/^192\.0\.0\.[0-7]$/.test(address.toString())) return true;
  if (scopeOf(address) !== "carrier-grade-nat") return false;
  const facts = factsOf(evidence);
  // Overlay networks number their members from the same block; Tailscale says so in its documentation of addresses.
  return !isOnTunnel(facts) && facts.interfaceName?.startsWith("tailscale") !== true;
}

/** Echoes saw where a tunnel ends, or contradict what the host or its router knows to be its own address. */
function throughTunnel({ weighed }: Decision): Finding {
  return weighed
    .filter(({ setAside }) => setAside === "tunnel-egress" || setAside === "outranked")
    .map(({ observation }) => observation);
}

function routerDiffers(decision: Decision): Finding {
  if (decision.because !== "direct-evidence") return [];
  const aside = decision.weighed.filter(({ setAside }) => setAside === "less-preferred");
  return aside.map(({ observation }) => observation).filter(({ evidence }) => factsOf(evidence).gateway !== undefined);
}

function splitEgress({ reason, weighed }: Decision): Finding {
  if (reason !== "sources-disagree") return [];
  const voices = weighed.filter(
    ({ observation, setAside }) => setAside === undefined && observation.strength === "echo",
  );
  return voices.map(({ observation }) => observation);
}

/** One operator's trouble is its own; two at once have something in common, which is the way to them. */
const fewestOperators = 2;

function failedWith(decision: Decision, codes: readonly string[]): readonly SourceReport[] | undefined {
  const failed = decision.reports.filter(
    ({ strength, answer }) => strength === "echo" && answer.kind === "failed" && codes.includes(answer.failure.code),
  );
  return new Set(failed.map(({ operator }) => operator)).size < fewestOperators ? undefined : failed;
}

/** Portals answer DNS as well, with an address of theirs, so an answer beside the pages is no proof of the Internet. */
function captivePortal(decision: Decision): Finding | undefined {
  if (decision.reason === undefined) return undefined;
  const pages = ["web-page", "redirected"];
  const found = failedWith(decision, [...pages, "tls-failed"]);
  // Portals cannot show a certificate of the echo's, so some of them are met as failed handshakes.
  return found?.some(({ answer }) => answer.kind === "failed" && pages.includes(answer.failure.code))
    ? found
    : undefined;
}

function tlsIntercepted(decision: Decision): Finding | undefined {
  const isAnswered = decision.reports.some(({ strength, answer }) => strength === "echo" && answer.kind === "seen");
  return isAnswered || captivePortal(decision) !== undefined ? undefined : failedWith(decision, ["tls-failed"]);
}

/** Container engines that put their containers behind a bridge of their own unless told otherwise. */
const bridgingEngines: ReadonlySet<string> = new Set(["docker", "podman", "kubernetes"]);

/** Ends of wires inside the host. A container in the host's own network, or with macvlan, has others. */
const bridgedKinds: ReadonlySet<string> = new Set(["veth", "tap"]);

function containerBridge(decision: Decision): Finding | undefined {
  if (decision.because === "direct-evidence" || decision.because === "asserted") return undefined;
  const ours = onHost(decision);
  const isBridged = ours.every(({ evidence }) => {
    const { container, linkKind } = factsOf(evidence);
    const isContained = container !== undefined && bridgingEngines.has(container);
    return isContained && (linkKind === undefined || bridgedKinds.has(linkKind));
  });
  return ours.length > 0 && isBridged ? ours : undefined;
}

/** The source that lists this host's own addresses, by its id. */
function isInterface(source: string): boolean {
  return /^interface\b/.test(source);
}

/** The interface answered: its silence about a kind of address means something. */
function hasLooked({ reports }: Decision): boolean {
  return reports.some(
    ({ source, answer }) => isInterface(source) && (answer.kind === "seen" || answer.failure.code === "no-address"),
  );
}

function noIpv6(decision: Decision): Finding | undefined {
  if (decision.family !== "ipv6" || decision.reason === undefined || !hasLooked(decision)) return undefined;
  const ours = onHost(decision);
  return ours.every(hasScope("link-local")) ? ours : undefined;
}

function uniqueLocalOnly(decision: Decision): Finding | undefined {
  if (decision.family !== "ipv6" || decision.reason === undefined) return undefined;
  const ours = onHost(decision);
  const unique = ours.filter(hasScope("unique-local"));
  return unique.length > 0 && !ours.some(hasScope("global")) ? unique : undefined;
}

function onlyTemporary(decision: Decision): Finding | undefined {
  if (decision.family !== "ipv6" || decision.reason === undefined) return undefined;
  const temporary = decision.weighed.filter(
    ({ setAside, observation }) => setAside === "temporary" && observation.strength === "direct",
  );
  return temporary.length > 0 ? temporary.map(({ observation }) => observation) : undefined;
}

/** What was published came from a prefix in which this host now has no address that may be used. */
function prefixGone(decision: Decision): Finding | undefined {
  const [incumbent] = decision.incumbents;
  const isConcerned = decision.family === "ipv6" && decision.reason !== undefined && hasLooked(decision);
  if (!isConcerned || incumbent === undefined) return undefined;
  const isAlive = decision.weighed.some(
    ({ observation, setAside }) =>
      observation.strength === "direct" &&
      setAside !== "deprecated" &&
      networkOf(incumbent)?.contains(observation.address),
  );
  if (isAlive) return undefined;
  return decision.incumbents.flatMap((address) =>
    decision.reports.filter(({ strength }) => strength === "direct").map(({ source }) => ({ address, source })),
  );
}

/** Networks of hosts have 64 bits. RFC 4291 §2.5.4 */
function networkOf(address: Address): Prefix | undefined {
  return Prefix.around(address, 64);
}

function twoPrefixes(decision: Decision): Finding | undefined {
  if (decision.family !== "ipv6") return undefined;
  const usable = decision.weighed.filter(
    ({ observation, setAside }) =>
      (setAside === undefined || setAside === "less-preferred") && observation.strength === "direct",
  );
  const ours = usable.map(({ observation }) => observation);
  return new Set(ours.map(({ address }) => networkOf(address)?.toString())).size > 1 ? ours : undefined;
}
