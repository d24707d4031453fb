import { decodeMessage } from "../../src/wire/message.ts";
import { linesOf } from "../support/answering-zones.ts";
import { expectOk } from "../support/expect-ok.ts";

/** What is compared of two servers' answers: everything a client sees, but the order within a section. */

/** An answer in parts, names in lower case, sections sorted. */
export interface Compared {
  /** `silence` for no answer. */
  readonly rcode: string;
  readonly flags: string;
  readonly answer: readonly string[];
  readonly authority: readonly string[];
  readonly additional: readonly string[];
  readonly edns: string;
}

export const sections = ["answer", "authority", "additional"] as const;

export function compared(octets: Uint8Array | undefined): Compared {
  const lines = octets === undefined ? ["silence"] : linesOf(expectOk(decodeMessage(octets)));
  const [rcode = "", ...flags] = (lines[0] ?? "").toLowerCase().split(" ");
  const section = (name: string): readonly string[] =>
    lines
      .filter((line) => line.startsWith(`${name} `))
      .map((line) => line.toLowerCase())
      .toSorted();
  const edns = lines.find((line) => line.startsWith("edns")) ?? "";
  return {
    rcode,
    // BIND repeats AD and CD although it is an authority; "should clear" is all that RFC 4035 §3.1.6 says.
    flags: flags.filter((flag) => flag !== "cd" && flag !== "ad").join(" "),
    answer: section("answer"),
    authority: section("authority"),
    additional: section("additional"),
    edns: edns === "" ? "" : `version ${edns.split(" ")[1]}${edns.split(" ").includes("do") ? " do" : ""}`,
  };
}

export function same(a: Compared, b: Compared): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((line) => whole.includes(line));
}

/** True when one of the answer's aliases leads to an owner that came before. */
export function isCircle(answer: readonly string[]): boolean {
  const aliases = answer.filter((line) => line.includes(" cname ")).map((line) => line.split(" "));
  const targets = new Map(aliases.map((words) => [words[1] ?? "", words.at(-1) ?? ""]));
  return [...targets.keys()].some((start) => {
    let at = targets.get(start);
    for (let step = 0; step < targets.size && at !== undefined && at !== start; step += 1) at = targets.get(at);
    return at === start;
  });
}
