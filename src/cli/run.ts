import { bilingual } from "../core/language.ts";
import { isMostlyAsleep } from "../roles/mostly-asleep.ts";
import { startHoldfast } from "../roles/run.ts";
import { runFailureText } from "../roles/run.text.ts";
import { formatClock } from "../text/time.ts";
import { stateDirectoryOf, tellStateFailure } from "./open-state.ts";
import { stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand, type FlagValues } from "./command.ts";
import { configFlags, documentRequest } from "./config-flags.ts";
import type { CommandContext } from "./context.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";
import { asksForNothing, type LoadedConfig, loadConfig, tellProblems } from "./load-config.ts";
import { nothingToDo } from "./nothing-to-do.text.ts";
import { Reloader } from "./reloader.ts";
import { ReplaceableLog } from "./replaceable-log.ts";
import { stayWith } from "./stay.ts";

/** `holdfast run`: the roles of the configuration, until a signal ends them. */

export const runFlags: typeof configFlags & typeof stateFlag = { ...configFlags, ...stateFlag };

export const run: Command = defineCommand({
  description: bilingual({
    en:
      "Runs in the foreground and logs to standard error. SIGTERM or Ctrl-C ends it, a second one at once. The " +
      "configuration is read again when its file changes and on SIGHUP; one with errors changes nothing.",
    "zh-CN":
      "在前台运行，日志写到标准错误。SIGTERM 或 Ctrl-C 结束运行，第二次则立即结束。配置文件变化或收到 SIGHUP 时重新读取配置；" +
      "有错误的配置不会生效。",
  }),
  operands: [],
  flags: runFlags,
  examples: [
    {
      line: "run --config /etc/holdfast/holdfast.yaml --state /var/lib/holdfast",
      purpose: { en: "as a service does", "zh-CN": "与系统服务的运行方式相同" },
    },
  ],
  run: async (context, { flags }) => {
    const loaded = await loadConfig(documentRequest(flags), context);
    return runLoaded(loaded, flags, context);
  },
});

/** Tells what is wrong with what was loaded, runs it, and whatever takes its place while it runs. */
export async function runLoaded(
  loaded: LoadedConfig,
  flags: FlagValues<typeof runFlags>,
  asking: CommandContext,
): Promise<ExitStatus> {
  if (loaded.config !== undefined && !isMostlyAsleep(loaded.config)) asking.edge.prepareForWork();
  tellProblems(loaded, asking);
  const context = { ...asking, language: loaded.language };
  const { language, edge } = context;
  const { config } = loaded;
  if (config === undefined) return exitStatus.failed;
  if (asksForNothing(config)) {
    context.stderr(`${nothingToDo[language]}\n`);
    return exitStatus.failed;
  }
  const stateDirectory = stateDirectoryOf(context, flags.state);
  if (stateDirectory === undefined) return exitStatus.failed;
  const log = new ReplaceableLog(edge.createLog(config.log, language));
  return stayWith(context, log, async () => {
    const host = await edge.createPorts(log);
    const clockTime = (at: Parameters<typeof formatClock>[0]): string => formatClock(at, context.offset);
    const started = await startHoldfast(config, stateDirectory, { host, log, pid: edge.pid, clockTime });
    if (!started.ok) {
      const { kind } = started;
      if (kind === "folder" || kind === "lock" || kind === "store") {
        return tellStateFailure(started, stateDirectory, context);
      }
      context.stderr(`${runFailureText(started, stateDirectory, language)}\n`);
      return exitStatus.failed;
    }
    const holdfast = started.value;
    const { watchFiles } = host;
    const reloader = new Reloader(documentRequest(flags), loaded, asking, {
      holdfast,
      log,
      stateDirectory,
      watchFiles,
    });
    return {
      hasBroken: holdfast.hasBroken,
      reload: () => reloader.reload(),
      stop: async () => {
        await reloader.stop();
        await holdfast.stop();
      },
    };
  });
}
