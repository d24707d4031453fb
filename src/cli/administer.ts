import type { Administration, AdministrationFailure } from "../core/administration.ts";
import type { Result } from "../core/result.ts";
import { administrationFailureText } from "../roles/administration.text.ts";
import { openAdministrationFailureText } from "../roles/open-administration.text.ts";
import type { CommandContext } from "./context.ts";
import type { StateAccess } from "../roles/state.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";
import { stateDirectoryOf, statePorts, tellStateFailure } from "./open-state.ts";

/** What the commands share that change or show zones and hosts: finding the server, and telling what went wrong. */

/** Where something was done. */
export interface AdministeredPlace {
  readonly directory: string;
  /** True when a server runs there. */
  readonly isRunning: boolean;
  /** True when the directory was made for it. */
  readonly isNew: boolean;
}

/** Runs one administrative step and tells how it ended; `show` prints what came of it. */
export async function administer<T>(
  context: CommandContext,
  asked: string | undefined,
  step: (administration: Administration) => Promise<Result<T, AdministrationFailure>>,
  show: (value: T, place: AdministeredPlace) => void,
  access: StateAccess = "present",
): Promise<ExitStatus> {
  const directory = stateDirectoryOf(context, asked);
  if (directory === undefined) return exitStatus.failed;
  const opened = await context.edge.openAdministration(directory, access, statePorts(context));
  if (!opened.ok) {
    if (opened.kind !== "journal" && opened.kind !== "running") return tellStateFailure(opened, directory, context);
    context.stderr(`${openAdministrationFailureText(opened, directory, context.language)}\n`);
    return exitStatus.failed;
  }
  try {
    const done = await step(opened.value.administration);
    if (done.ok) {
      show(done.value, { ...opened.value, directory });
      return exitStatus.done;
    }
    context.stderr(`${administrationFailureText(done, context.language)}\n`);
    return done.code === "conflict" || done.code === "server-unreachable" ? exitStatus.temporary : exitStatus.failed;
  } finally {
    await opened.value.close();
  }
}
