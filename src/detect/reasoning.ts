import { scopeOf } from "../core/address-scope.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { Observation, Verdict, Weighed } from "../core/verdict.ts";
import { counted, listed } from "../text/plural.ts";
import { factsOf } from "./interface-evidence.ts";
import { scopeTexts, setAsideTexts } from "./verdict.text.ts";

/** Tells how a verdict came about, step by step, to somebody who wants to know but does not know networks. */

type Decided = Exclude<Verdict, { readonly kind: "unmanaged" }>;

/** Sentences in the order of the decision: this host, its router, fixed values, services outside, and the rule that decided. */
export function reasoning(verdict: Decided, language: Language): readonly string[] {
  const text = words[language];
  const of = (test: (observation: Observation) => boolean): readonly Weighed[] =>
    verdict.weighed.filter(({ observation }) => test(observation));
  const isOfRouter = ({ strength, evidence }: Observation): boolean =>
    strength === "direct" && factsOf(evidence).gateway !== undefined;
  const isOfNeighbour = ({ evidence }: Observation): boolean => evidence["mac"] !== undefined;
  const isOwn = (one: Observation): boolean => one.strength === "direct" && !isOfRouter(one) && !isOfNeighbour(one);
  const own = of((one) => isOwn(one) && scopeOf(one.address) !== "loopback");
  const neighbours = of(isOfNeighbour);
  const routers = of(isOfRouter);
  const asserted = of(({ strength }) => strength === "asserted");
  const echoes = verdict.reports.filter(({ strength }) => strength === "echo");
  const silent = echoes.filter(({ answer }) => answer.kind === "failed");
  const steps = [
    own.length === 0 ? text.hasNone : text.hasOwn(own.map((one) => described(one, language))),
    ...(neighbours.length === 0 ? [] : [text.neighbour(neighbours.map((one) => described(one, language)))]),
    ...(routers.length === 0 ? [] : [text.router(routers.map((one) => described(one, language)))]),
    ...(asserted.length === 0 ? [] : [text.fixed(asserted.map((one) => described(one, language)))]),
    ...(echoes.length === 0 ? [text.nobodyAsked] : []),
    ...byAddress(of(({ strength }) => strength === "echo")).map(([seen, operators]) => text.seenBy(seen, operators)),
    ...(silent.length === 0 ? [] : [text.silent(silent.length, echoes.length)]),
  ];
  return [...steps, verdict.kind === "known" ? text.because[verdict.because] : text.undecided];
}

/** An address with what speaks against it, or why it counts. */
function described({ observation, setAside }: Weighed, language: Language): string {
  const { address } = observation;
  const kind = setAside === "not-publishable" ? scopeTexts[language][scopeOf(address)] : undefined;
  const remark = kind ?? (setAside === undefined ? undefined : setAsideTexts[language][setAside]);
  return remark === undefined ? `${address}` : words[language].remarked(`${address}`, remark);
}

function byAddress(echoes: readonly Weighed[]): readonly (readonly [address: string, operators: readonly string[]])[] {
  const operators = new Map<string, Set<string>>();
  for (const { observation } of echoes) {
    const key = observation.address.toString();
    operators.set(key, (operators.get(key) ?? new Set()).add(observation.operator));
  }
  return [...operators].map(([address, names]) => [address, [...names]] as const);
}

interface Words {
  readonly remarked: (address: string, remark: string) => string;
  readonly hasNone: string;
  readonly hasOwn: (addresses: readonly string[]) => string;
  readonly neighbour: (addresses: readonly string[]) => string;
  readonly router: (addresses: readonly string[]) => string;
  readonly fixed: (addresses: readonly string[]) => string;
  readonly nobodyAsked: string;
  readonly seenBy: (address: string, operators: readonly string[]) => string;
  readonly silent: (count: number, of: number) => string;
  readonly because: Readonly<Record<Extract<Verdict, { readonly kind: "known" }>["because"], string>>;
  readonly undecided: string;
}

const words: Bilingual<Words> = bilingual({
  en: {
    remarked: (address, remark) => `${address} (${remark})`,
    hasNone: "This host itself shows no address of this kind.",
    hasOwn: (addresses) => `This host itself has ${listed(addresses)}.`,
    neighbour: (addresses) => `The other device has been met as ${listed(addresses)}.`,
    router: (addresses) => `The router says that it is reached at ${listed(addresses)}.`,
    fixed: (addresses) => `The configuration gives ${listed(addresses)}.`,
    nobodyAsked: "No service outside was asked.",
    seenBy: (address, operators) => `${address} is what ${listed(operators)} saw this host's packets come from.`,
    silent: (count, of) =>
      `${count} of ${counted(of, "service")} asked outside gave no usable answer; silence never counts.`,
    because: {
      "direct-evidence": "A public address that the host or its router has is certain, and needs nobody's consent.",
      quorum: "Enough services that have nothing to do with each other agree.",
      asserted: "Only fixed values are configured, so they decide.",
    },
    undecided: "That is not enough to be sure, and an address that is not certain is never published.",
  },
  "zh-CN": {
    remarked: (address, remark) => `${address}（${remark}）`,
    hasNone: "本机自身没有此类地址。",
    hasOwn: (addresses) => `本机自身有 ${addresses.join("、")}。`,
    neighbour: (addresses) => `另一台设备出现过的地址有 ${addresses.join("、")}。`,
    router: (addresses) => `路由器表示其外侧地址为 ${addresses.join("、")}。`,
    fixed: (addresses) => `配置中给出的是 ${addresses.join("、")}。`,
    nobodyAsked: "没有询问外部服务。",
    seenBy: (address, operators) => `${operators.join("、")} 看到本机的数据包来自 ${address}。`,
    silent: (count, of) => `询问了 ${of} 个外部服务，其中 ${count} 个没有给出可用的应答；没有应答从不作为依据。`,
    because: {
      "direct-evidence": "本机或路由器自身拥有的公网地址是确定的，无需他人佐证。",
      quorum: "有足够多互不相关的服务给出了一致的结果。",
      asserted: "只配置了固定值，因此以它们为准。",
    },
    undecided: "这些还不足以确定，而不确定的地址从不发布。",
  },
});
