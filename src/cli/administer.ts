import { stateDirectory } from "../config/search-path.ts";
import type { Administration, AdministrationFailure } from "../core/administration.ts";
import { type Bilingual, bilingual } from "../core/language.ts";
import type { Result } from "../core/result.ts";
import { administrationFailureText } from "../roles/administration.text.ts";
import { openAdministrationFailureText } from "../roles/open-administration.text.ts";
import type { StatePorts } from "../roles/state.ts";
import type { Flag } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";

/** What the commands share that change or show zones and hosts: finding the server, and telling what went wrong. */

/** Which server: the one of this state directory, running or not. */
export const stateFlag: { readonly state: Flag & { readonly kind: "text" } } = {
  state: {
    kind: "text",
    value: "DIR",
    description: {
      en: "state directory; without it the usual place",
      "zh-CN": "状态目录；省略时使用默认位置",
    },
  },
};

export const jsonFlag: { readonly json: Flag & { readonly kind: "switch" } } = {
  json: { kind: "switch", description: { en: "print JSON", "zh-CN": "输出 JSON" } },
};

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
export function statePorts({ clock, edge }: CommandContext): StatePorts {
  return { clock, request: edge.request, log: edge.createLog({ level: "warn", format: "pretty" }) };
}

/** Runs one administrative step and tells how it ended; `show` prints what came of it. */
export async function administer<T>(
  context: CommandContext,
  asked: string | undefined,
  step: (administration: Administration) => Promise<Result<T, AdministrationFailure>>,
  show: (value: T) => void,
): Promise<ExitStatus> {
  const directory = stateDirectoryOf(context, asked);
  if (directory === undefined) return exitStatus.failed;
  const opened = await context.edge.openAdministration(directory, statePorts(context));
  if (!opened.ok) {
    context.stderr(`${openAdministrationFailureText(opened, directory, context.language)}\n`);
    return exitStatus.failed;
  }
  try {
    const done = await step(opened.value.administration);
    if (done.ok) {
      show(done.value);
      return exitStatus.done;
    }
    context.stderr(`${administrationFailureText(done, context.language)}\n`);
    return done.code === "conflict" || done.code === "server-unreachable" ? exitStatus.temporary : exitStatus.failed;
  } finally {
    await opened.value.close();
  }
}
