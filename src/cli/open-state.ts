import { stateDirectory } from "../config/search-path.ts";
import { type Bilingual, bilingual } from "../core/language.ts";
import { openState, type StateAbsent, type StateFailure, type StatePorts } from "../roles/state.ts";
import { stateFailureText } from "../roles/state.text.ts";
import type { StateDirectory } from "../store/open-store.ts";
import type { CommandContext } from "./context.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";

/** The state directory, for commands that need one. */

const noState: Bilingual<string> = bilingual({
  en: "This host has no usual place for state; name a directory with --state.",
  "zh-CN": "本机没有默认的状态目录位置；请用 --state 指定目录。",
});

/** The state directory in use; undefined, and said, when there is none. */
export function stateDirectoryOf(context: CommandContext, asked: string | undefined): string | undefined {
  const directory = stateDirectory(context.host, asked);
  if (directory === undefined) context.stderr(`${noState[context.language]}\n`);
  return directory;
}

/** What opening a state directory needs; what it warns of goes to standard error. */
export function statePorts({ clock, edge, language }: CommandContext): StatePorts {
  return { clock, request: edge.request, log: edge.createLog({ level: "warn", format: "pretty" }, language) };
}

/** The opened directory, or, after it has been said why there is none, how the command ends. */
export async function openStateOf(
  asked: string | undefined,
  context: CommandContext,
): Promise<
  | { readonly ok: true; readonly directory: string; readonly value: StateDirectory }
  | { readonly ok: false; readonly exitStatus: ExitStatus }
> {
  const directory = stateDirectoryOf(context, asked);
  if (directory === undefined) return { ok: false, exitStatus: exitStatus.failed };
  const state = await openState(directory, "inline", statePorts(context));
  if (state.ok) return { ok: true, directory, value: state.value };
  return { ok: false, exitStatus: tellStateFailure(state, directory, context) };
}

/** Says why there is no state; returns how a command ends for it. */
export function tellStateFailure(
  reason: StateFailure | StateAbsent,
  directory: string,
  { stderr, language }: CommandContext,
): ExitStatus {
  stderr(`${stateFailureText(reason, directory, language)}\n`);
  // Whoever has it now will let it go.
  const mayPass = reason.kind === "lock" && reason.failure.code === "state-in-use";
  return mayPass ? exitStatus.temporary : exitStatus.failed;
}
