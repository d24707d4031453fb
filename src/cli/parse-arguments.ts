import { parseArgs } from "node:util";
import { nearest } from "../config/nearest.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Arguments, Command, Flags } from "./command.ts";

/** Reads the words behind a command's name. The splitting into flags and operands is `node:util`'s. */

/** What is wrong with a command line. */
export type UsageProblem =
  | { readonly code: "unknown-command"; readonly word: string; readonly nearest: string | undefined }
  | { readonly code: "command-missing" }
  | { readonly code: "unknown-flag"; readonly flag: string; readonly nearest: string | undefined }
  | { readonly code: "value-missing"; readonly flag: string; readonly value: string }
  | { readonly code: "value-unexpected"; readonly flag: string }
  | { readonly code: "value-not-allowed"; readonly flag: string; readonly allowed: readonly string[] }
  | { readonly code: "flag-repeated"; readonly flag: string }
  | { readonly code: "operand-missing"; readonly operand: string }
  | { readonly code: "operand-unexpected"; readonly operand: string };

/**
 * Fills the declared flags and operands. `--flag value`, `--flag=value`, `-f value` and grouped switches are read; after
 * `--` everything is an operand.
 */
export function parseArguments(
  command: Pick<Command, "flags" | "operands">,
  words: readonly string[],
): Result<Arguments<Flags>, UsageProblem> {
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([name, flag]) => [
      name,
      {
        type: flag.kind === "switch" ? ("boolean" as const) : ("string" as const),
        multiple: true,
        ...(flag.short === undefined ? {} : { short: flag.short }),
      },
    ]),
  );
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true });
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const problem = flagProblem(command.flags, token);
    if (problem !== undefined) return failure(problem);
    const values = given.get(token.name) ?? [];
    if (values.length > 0 && command.flags[token.name]?.isRepeatable !== true) {
      return failure({ code: "flag-repeated", flag: token.rawName });
    }
    given.set(token.name, [...values, token.value ?? ""]);
  }
  const surplus = operands[command.operands.length];
  const takesRest = command.operands.at(-1)?.takesRest === true;
  if (surplus !== undefined && !takesRest) return failure({ code: "operand-unexpected", operand: surplus });
  const missing = command.operands.find((operand, index) => operand.isRequired && operands[index] === undefined);
  if (missing !== undefined) return failure({ code: "operand-missing", operand: missing.name });
  const flags = Object.entries(command.flags).map(([name, flag]) => {
    const values = given.get(name);
    if (flag.kind === "switch") return [name, values !== undefined];
    return [name, flag.isRepeatable === true ? (values ?? []) : values?.[0]];
  });
  const declared = command.operands.map((_, index) => operands[index]);
  return ok({ flags: Object.fromEntries(flags), operands: [...declared, ...operands.slice(declared.length)] });
}

/** What `node:util` tells about one flag of the command line. */
interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function flagProblem(flags: Flags, token: OptionToken): UsageProblem | undefined {
  const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
  if (flag === undefined) {
    const meant = nearest(token.name, Object.keys(flags));
    return { code: "unknown-flag", flag: token.rawName, nearest: meant === undefined ? undefined : `--${meant}` };
  }
  if (flag.kind === "switch") {
    return token.value === undefined ? undefined : { code: "value-unexpected", flag: token.rawName };
  }
  // `--config --json` is a forgotten value, not a file named `--json`; that one is written `--config=--json`.
  const isForgotten = token.inlineValue !== true && /^-./.test(token.value ?? "");
  if (token.value === undefined || token.value === "" || isForgotten) {
    return { code: "value-missing", flag: token.rawName, value: flag.value ?? "VALUE" };
  }
  if (flag.choices !== undefined && !flag.choices.includes(token.value)) {
    return { code: "value-not-allowed", flag: token.rawName, allowed: flag.choices };
  }
  return undefined;
}
