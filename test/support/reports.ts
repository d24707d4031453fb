import { Instant } from "../../src/core/clock.ts";
import { Duration } from "../../src/core/duration.ts";
import type { EvidenceStrength, Observation, SourceFailCode, SourceReport } from "../../src/core/verdict.ts";
import { address } from "./values.ts";

/** Reports of sources, told in one line each. */

const common = { at: Instant.ofMs(Date.UTC(2026, 10, 20)), took: Duration.milliseconds(12) };

/** An echo run by `operator` that saw one address, or failed with a code. */
export function echo(operator: string, said: string): SourceReport {
  return report(`stun:${operator}:3478`, operator, "echo", said);
}

/** An asserted source, with addresses joined by blanks, `none`, or a failure's code. */
export function asserted(source: string, said: string): SourceReport {
  return report(source, "this-host", "asserted", said);
}

/** The interface source with one address per entry and the kernel's facts about each. */
export function onInterface(
  ...entries: (readonly [address: string, evidence?: Observation["evidence"]])[]
): SourceReport {
  const [first] = entries;
  const seen = report("interface", "this-host", "direct", entries.map(([text]) => text).join(" ") || "no-address");
  if (seen.answer.kind === "failed" || first === undefined) return seen;
  const observations = seen.answer.observations.map((one, index) => ({ ...one, evidence: entries[index]?.[1] ?? {} }));
  return { ...seen, answer: { kind: "seen", observations } };
}

/** A router that names its outer address, or a failure's code. */
export function onRouter(said: string): SourceReport {
  const seen = report("router", "this-host", "direct", said);
  if (seen.answer.kind === "failed") return seen;
  const evidence = { protocol: "pcp", gateway: "192.168.1.1" };
  return {
    ...seen,
    answer: { kind: "seen", observations: seen.answer.observations.map((one) => ({ ...one, evidence })) },
  };
}

function report(source: string, operator: string, strength: EvidenceStrength, said: string): SourceReport {
  const isAddress = /[.:]/.test(said);
  const family = said.includes(":") ? "ipv6" : "ipv4";
  const base = { source, operator, strength, family, took: common.took } as const;
  if (!isAddress && said !== "none") {
    return { ...base, answer: { kind: "failed", failure: { code: failCode(said), detail: said } } };
  }
  const texts = said === "none" ? [] : said.split(" ");
  const observations = texts.map((text) => ({
    ...common,
    family: address(text).family,
    address: address(text),
    source,
    operator,
    strength,
    evidence: {},
  }));
  return { ...base, answer: { kind: "seen", observations } };
}

const codes: readonly SourceFailCode[] = [
  "web-page",
  "redirected",
  "tls-failed",
  "timed-out",
  "unreachable",
  "no-address",
  "file-unreadable",
  "command-failed",
];

function failCode(text: string): SourceFailCode {
  const code = codes.find((one) => one === text);
  if (code === undefined) throw new Error(`${text} is neither an address nor a failure`);
  return code;
}
