import { commands } from "../../src/cli/commands.ts";
import type { CommandContext } from "../../src/cli/context.ts";
import { readerInProcess } from "../../src/cli/document-readers.ts";
import type { ProcessEdge } from "../../src/cli/process-edge.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import type { Language } from "../../src/core/language.ts";
import type { ProviderCatalogue } from "../../src/core/provider.ts";
import { exampleCatalogue } from "./example-providers.ts";
import { FakeClock } from "./fake-clock.ts";
import type { FakeHost } from "./fake-host.ts";
import { type MemoryFile, MemoryFiles } from "./memory-files.ts";

/** The command line without a process: what it is given, and what it printed. */

export interface Surroundings {
  readonly files?: Readonly<Record<string, MemoryFile>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly language?: Language;
  readonly edge?: ProcessEdge;
  /** Example providers unless said otherwise. */
  readonly catalogue?: ProviderCatalogue;
}

/** For commands that only read and print: reaching for the host is a mistake. */
const noEdge: ProcessEdge = {
  pid: 0,
  hasColours: false,
  createLog: refuse,
  createPorts: refuse,
  openAdministration: refuse,
  request: refuse,
  watchSignals: refuse,
  ask: refuse,
  prepareForWork: refuse,
  exitNow: refuse,
};

function refuse(): never {
  throw new Error("this command was not to reach the host");
}

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function commandContext(
  surroundings: Surroundings,
): CommandContext & { readonly printed: { stdout: string; stderr: string }; readonly files: MemoryFiles } {
  const printed = { stdout: "", stderr: "" };
  const files = new MemoryFiles(surroundings.files ?? {});
  const catalogue = surroundings.catalogue ?? exampleCatalogue;
  const host = { environment: surroundings.environment ?? {}, platform: "linux" as const, uid: 1_000 };
  return {
    printed,
    stdout: (text) => {
      printed.stdout += text;
    },
    stderr: (text) => {
      printed.stderr += text;
    },
    language: surroundings.language ?? "en",
    isLanguageAsked: false,
    clock: new FakeClock(),
    offset: () => 0,
    host,
    files,
    catalogue,
    readDocument: readerInProcess({ files, host, catalogue }),
    edge: surroundings.edge ?? noEdge,
  };
}

export async function runCommand(argv: readonly string[], surroundings: Surroundings = {}): Promise<Run> {
  const context = commandContext(surroundings);
  const status = await runCommandLine(argv, context, commands);
  return { status, ...context.printed };
}

/** A command on a host, started and not waited for: `status` resolves when it ends. */
export interface StartedCommand {
  readonly printed: { stdout: string; stderr: string };
  readonly status: Promise<number>;
}

export function startCommand(
  argv: readonly string[],
  host: FakeHost,
  surroundings: Omit<Surroundings, "files" | "edge"> = {},
): StartedCommand {
  const bench = commandContext({ ...surroundings, edge: host.edge });
  const { files, clock } = host;
  const readDocument = readerInProcess({ files, host: bench.host, catalogue: bench.catalogue });
  const context = { ...bench, files, clock, readDocument };
  return { printed: bench.printed, status: runCommandLine(argv, context, commands) };
}

/** A command on a host, with its end. */
export async function runOnHost(
  argv: readonly string[],
  host: FakeHost,
  surroundings: Omit<Surroundings, "files" | "edge"> = {},
): Promise<Run> {
  const { printed, status } = startCommand(argv, host, surroundings);
  return { status: await host.until(status), ...printed };
}
