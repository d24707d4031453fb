import type { CommandContext } from "./context.ts";
import { bilingual } from "../core/language.ts";
import type { Log } from "../core/log.ts";
import { notReloaded, reloaded, stopping } from "../roles/process.text.ts";
import { type RunningHoldfast, startHoldfast } from "../roles/run.ts";
import { runFailureText } from "../roles/run.text.ts";
import { formatClock } from "../text/time.ts";
import type { DocumentRequest } from "../config/document.ts";
import { stateDirectoryOf, stateFlag } from "./administer.ts";
import { type Command, defineCommand } from "./command.ts";
import { configFlags, documentRequest } from "./config-flags.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";
import { loadConfig, tellProblems } from "./load-config.ts";
import { renderProblem } from "./render-problem.ts";

/** `holdfast run`: the roles of the configuration, until a signal ends them. */

const nothingToDo = bilingual({
  en: 'The configuration asks for nothing: no names under agent, no server. "holdfast demo" shows what both do.\n',
  "zh-CN": "配置中没有任何任务：agent 下没有名称，也没有 server。“holdfast demo”演示两者的作用。\n",
});

export const run: Command = defineCommand({
  description: {
    en: "Runs in the foreground and logs to standard error. SIGTERM or Ctrl-C ends it, SIGHUP reads the configuration again.",
    "zh-CN": "在前台运行，日志写到标准错误。SIGTERM 或 Ctrl-C 结束运行，SIGHUP 重新读取配置。",
  },
  operands: [],
  flags: { ...configFlags, ...stateFlag },
  examples: [
    {
      line: "run --config /etc/holdfast/holdfast.yaml --state /var/lib/holdfast",
      purpose: { en: "as a service does", "zh-CN": "与系统服务的运行方式相同" },
    },
  ],
  run: async (context, { flags }) => {
    const request = documentRequest(flags);
    const loaded = await loadConfig(request, context);
    tellProblems(loaded, context);
    const { config } = loaded;
    if (config === undefined) return exitStatus.failed;
    if (config.agent.names.length === 0 && config.server === undefined) {
      context.stderr(nothingToDo[context.language]);
      return exitStatus.failed;
    }
    const directory = stateDirectoryOf(context, flags.state);
    if (directory === undefined) return exitStatus.failed;
    const log = context.edge.createLog(config.log);
    const holdfast = await startHoldfast(config, directory, {
      host: await context.edge.createPorts(log),
      log,
      pid: context.edge.pid,
      clockTime: (at) => formatClock(at, context.offset),
    });
    if (!holdfast.ok) {
      context.stderr(`${runFailureText(holdfast, directory, context.language)}\n`);
      return exitStatus.failed;
    }
    return untilStopped(holdfast.value, log, request, context);
  },
});

async function untilStopped(
  holdfast: RunningHoldfast,
  log: Log,
  request: DocumentRequest,
  context: CommandContext,
): Promise<ExitStatus> {
  const asked = Promise.withResolvers<ExitStatus>();
  let reloading: Promise<void> = Promise.resolve();
  const watching = context.edge.watchSignals({
    stop: (signal) => {
      log.write(stopping, { signal });
      asked.resolve(exitStatus.done);
    },
    stopNow: () => context.edge.exitNow(exitStatus.failed),
    reload: () => {
      reloading = reloading.then(() => reload(holdfast, log, request, context));
    },
  });
  const broken = holdfast.hasBroken.then(() => exitStatus.failed);
  const status = await Promise.race([asked.promise, broken]);
  await reloading;
  await holdfast.stop();
  await watching.stop();
  return status;
}

/** Validated first; what is wrong changes nothing. */
async function reload(
  holdfast: RunningHoldfast,
  log: Log,
  request: DocumentRequest,
  context: CommandContext,
): Promise<void> {
  const loaded = await loadConfig(request, context);
  if (loaded.config === undefined) {
    const problems = loaded.problems.map((problem) => renderProblem(problem, loaded.document, context.language));
    log.write(notReloaded, { problems: problems.join(" ") });
    return;
  }
  await holdfast.reload(loaded.config);
  log.write(reloaded, { names: loaded.config.agent.names.length });
}
