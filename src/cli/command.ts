import type { Bilingual } from "../core/language.ts";
import type { CommandContext } from "./context.ts";
import type { ExitStatus } from "./exit-status.ts";

/** What a command declares. Parsing, help and suggestions derive from it; `run` alone acts. */

/** A flag; its name is its key in `flags`, written `--name`. */
export interface Flag {
  /** A switch is there or not; a text takes a value. */
  readonly kind: "switch" | "text";
  readonly description: Bilingual<string>;
  /** One letter, for the few flags that are typed by hand often. */
  readonly short?: string;
  /** What help shows in the place of the value, for instance `FILE`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** May be given several times. */
  readonly isRepeatable?: boolean;
}

export type Flags = Readonly<Record<string, Flag>>;

/** What a flag's value is after parsing; of a flag nothing is known about, any of them. */
export type FlagValue<F extends Flag> = Flag extends F
  ? boolean | string | readonly string[] | undefined
  : F["kind"] extends "switch"
    ? boolean
    : F extends { readonly isRepeatable: true }
      ? readonly string[]
      : string | undefined;

export type FlagValues<F extends Flags> = { readonly [Name in keyof F]: FlagValue<F[Name]> };

/** A word of the command line that is no flag. */
export interface Operand {
  /** As help shows it, for instance `NAME`. */
  readonly name: string;
  readonly description: Bilingual<string>;
  readonly isRequired: boolean;
  /** The last operand only: takes all words that follow as well. */
  readonly takesRest?: boolean;
}

export interface Arguments<F extends Flags> {
  readonly flags: FlagValues<F>;
  /** In the order of the declared operands, those left out as undefined; after them what the last one takes besides. */
  readonly operands: readonly (string | undefined)[];
}

export interface Example {
  /** What follows the program's name. */
  readonly line: string;
  readonly purpose: Bilingual<string>;
}

export interface Command<F extends Flags = Flags> {
  /** What it does, in a few sentences; the summary of the table stands before it. */
  readonly description?: Bilingual<string>;
  readonly operands: readonly Operand[];
  readonly flags: F;
  readonly examples: readonly Example[];
  run(context: CommandContext, args: Arguments<F>): Promise<ExitStatus>;
}

/** States a command; exists so that `run` knows the types of its own flags. */
export function defineCommand<const F extends Flags>(command: Command<F>): Command {
  return command;
}

/** A line of the table of commands. The command itself is loaded when it is used, so that the others cost nothing. */
export interface CommandEntry {
  /** `["config", "check"]` for `holdfast config check`; none for `holdfast` alone. */
  readonly words: readonly string[];
  readonly summary: Bilingual<string>;
  /** Left out of help: for calls the program makes to itself. */
  readonly isInternal?: boolean;
  load(): Promise<Command>;
}
