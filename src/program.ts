import type { ProcessEdge } from "./cli/process-edge.ts";
import type { CommandContext } from "./cli/context.ts";
import { commands } from "./cli/commands.ts";
import { readerInChild, readerInProcess } from "./cli/document-readers.ts";
import { type ExitStatus, exitStatus } from "./cli/exit-status.ts";
import { runCommandLine } from "./cli/run-command-line.ts";
import type { LogConfig } from "./config/config.ts";
import { homelandOf } from "./detect/homeland.ts";
import { bilingual, chooseLanguage, type Language } from "./core/language.ts";
import type { Log } from "./core/log.ts";
import { systemClock } from "./platform/clock.ts";
import { createCommandRunner } from "./platform/command-runner.ts";
import { fileReader } from "./platform/file-reader.ts";
import { catchStrayBugs } from "./platform/last-resort.ts";
import { createLineSink } from "./platform/line-sink.ts";
import { localRequest } from "./platform/local-request.ts";
import { TextOutput } from "./platform/text-output.ts";
import { systemRandom } from "./platform/random.ts";
import { keepPace } from "./platform/runtime-settings.ts";
import { hostTimeZone } from "./platform/time-zone.ts";
import { watchSignals } from "./platform/signals.ts";
import { catalogue } from "./providers/catalogue.ts";
import { bugMet, commandBroke } from "./roles/process.text.ts";
import { isLogged, renderLogEvent } from "./text/render-log.ts";

/** The composition root: the only place that knows the process, its arguments and its environment. */

/** Language of the host until a flag or the configuration says otherwise. */
function hostLanguage(environment: NodeJS.ProcessEnv): Language {
  const wishes = [environment["LC_ALL"], environment["LC_MESSAGES"], environment["LANG"]];
  // Elsewhere on Unix the runtime knows nothing but these variables, and asking it loads 6 MiB of language data.
  const hasSettings = process.platform === "darwin" || process.platform === "win32";
  return chooseLanguage(hasSettings ? [...wishes, Intl.DateTimeFormat().resolvedOptions().locale] : wishes);
}

const lostLines = bilingual({
  en: (count: number) => `(${count} lines of the log were lost because nobody read them)`,
  "zh-CN": (count: number) => `（因无人读取，丢失了 ${count} 行日志）`,
});

/** Minutes that local time is ahead of UTC. */
function localOffset(instant: number): number {
  return -new Date(instant).getTimezoneOffset();
}

/** How to start this program again: the executable alone when it is compiled, else the runtime with its first file. */
const self: readonly [string, ...string[]] =
  Bun.main.startsWith("/$bunfs/") || Bun.main.startsWith("B:\\~BUN")
    ? [process.execPath]
    : [process.execPath, Bun.main];

const { env } = process;
const spoken = hostLanguage(env);
const host = { environment: env, platform: process.platform, uid: process.getuid?.() };
const files = fileReader;
const errors = createLineSink(process.stderr, lostLines[spoken]);

function createLog(config: LogConfig, language: Language): Log {
  const style = { format: config.format, language, offset: localOffset };
  return {
    write: (event, fields) => {
      if (!isLogged(event.level, config.level)) return;
      errors.write(renderLogEvent(systemClock.now(), event, fields, style).replace(/\n$/, ""));
    },
  };
}

const edge: ProcessEdge = {
  pid: process.pid,
  hasColours: process.stdout.isTTY === true && env["NO_COLOR"] === undefined && env["TERM"] !== "dumb",
  createLog,
  // Loaded when used: help and configuration checks need none of it.
  createPorts: async (log) => {
    const { createHostPorts } = await import("./roles/host-ports.ts");
    const timeZone = hostTimeZone({ variable: env["TZ"], link: "/etc/localtime" });
    const locale = env["LC_ALL"] ?? env["LC_MESSAGES"] ?? env["LANG"];
    return createHostPorts(log, { homeland: homelandOf({ timeZone, locale }) });
  },
  openAdministration: async (stateDirectory, access, ports) => {
    const { openAdministration } = await import("./roles/open-administration.ts");
    return openAdministration(stateDirectory, access, { ...ports, files, random: systemRandom });
  },
  request: localRequest,
  watchSignals,
  ask: async (question, isHidden) => {
    const { askAtTerminal } = await import("./platform/terminal.ts");
    await errors.flush();
    return askAtTerminal(process.stdin, process.stderr, question, isHidden);
  },
  prepareForWork: () => keepPace("working", env),
  exitNow: (status) => process.exit(status),
};

const inProcess = readerInProcess({ files, host, catalogue });
const output = new TextOutput(process.stdout);
const context: CommandContext = {
  stdout: (text) => output.write(text),
  stderr: (text) => errors.write(text.replace(/\n$/, "")),
  language: spoken,
  isLanguageAsked: false,
  clock: systemClock,
  offset: localOffset,
  host,
  files,
  catalogue,
  readDocument: readerInChild(self, createCommandRunner(systemClock), inProcess),
  edge,
};

const lastResort = createLog({ level: "error", format: "pretty" }, spoken);
catchStrayBugs((error) => lastResort.write(bugMet, { error }));
const argv = process.argv.slice(2);
// The child that reads for others must not have another child read for it.
const isReader = argv[0] === "config" && argv[1] === "read";
const status = await runCommandLine(argv, isReader ? { ...context, readDocument: inProcess } : context, commands).catch(
  (error: unknown): ExitStatus => {
    lastResort.write(commandBroke, { error });
    return exitStatus.failed;
  },
);
await Promise.all([output.flush(), errors.flush()]);
process.exit(status);
