import type { Instant } from "../core/clock.ts";
import { families, type Family } from "../core/family.ts";
import type { Language } from "../core/language.ts";
import type { Verdict } from "../core/verdict.ts";
import { detectionJson, renderDetection } from "../detect/explain.ts";
import { takeSurvey } from "../detect/survey.ts";
import { hintJson, hintLine, verdictJson, verdictLines } from "../detect/watch.ts";
import { generalTask } from "../roles/agent-plan.ts";
import { surveyOf } from "../roles/detection.ts";
import { watchDetection, type WatchListener } from "../roles/watch-detection.ts";
import { printableJson } from "../text/printable.ts";
import { formatLocal } from "../text/time.ts";
import { jsonFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";
import { configFlags, documentRequest } from "./config-flags.ts";
import type { CommandContext } from "./context.ts";
import { exitStatus } from "./exit-status.ts";
import { loadConfig, tellProblems } from "./load-config.ts";
import { stayWith } from "./stay.ts";

/** `holdfast detect`: what every source says now, and why the verdict is what it is. Publishes nothing. */

export const detect: Command = defineCommand({
  description: {
    en: 'Every source is asked and waited for, up to three seconds each. Without a configuration the built-in sources are asked. Sources that a name has of its own are asked by "holdfast plan".',
    "zh-CN": "会询问每个来源并等待应答，每个最多三秒。没有配置时询问内置来源。名称自有的来源由“holdfast plan”询问。",
  },
  operands: [],
  flags: {
    ...configFlags,
    family: {
      kind: "text",
      choices: families,
      value: "FAMILY",
      description: { en: "ask for this family only", "zh-CN": "只询问该地址族" },
    },
    explain: {
      kind: "switch",
      description: {
        en: "tell step by step how the answer was reached, and what it means for you",
        "zh-CN": "逐步说明结论是如何得出的，以及对您意味着什么",
      },
    },
    watch: {
      kind: "switch",
      description: {
        en: "go on and show every hint and every change until Ctrl-C",
        "zh-CN": "持续显示每个变化迹象和每次变化，直到按下 Ctrl-C",
      },
    },
    ...jsonFlag,
  },
  examples: [
    { line: "detect", purpose: { en: "see which addresses this host has", "zh-CN": "查看本机有哪些地址" } },
    {
      line: "detect --explain",
      purpose: { en: "understand why", "zh-CN": "了解原因" },
    },
    {
      line: "detect --watch",
      purpose: { en: "see what happens while you restart the router", "zh-CN": "在重启路由器时观察变化" },
    },
    {
      line: "detect --family ipv6 --json",
      purpose: { en: "the IPv6 answer for a program", "zh-CN": "供程序读取的 IPv6 结果" },
    },
  ],
  run: async (context, { flags }) => {
    const loaded = await loadConfig(documentRequest(flags), context);
    tellProblems(loaded, context);
    if (loaded.config === undefined) return exitStatus.failed;
    const { agent, trust } = loaded.config;
    const { edge } = context;
    // Whoever watches is shown every verdict; the log would say each a second time.
    const log = edge.createLog({ level: flags.watch ? "error" : "warn", format: "pretty" }, loaded.language);
    const ports = (await edge.createPorts(log)).trusting(trust.authorities);
    const { sources, clock } = ports;
    const asked: readonly Family[] = families.filter((family) => flags.family === undefined || family === flags.family);
    if (flags.watch) {
      const tasks = asked.map((family) => generalTask(agent, family));
      const show = watchPrinter(context, loaded.language, flags.json);
      return stayWith(context, log, async () => {
        const watching = await watchDetection(tasks, agent.interval, ports, log, show);
        return { hasBroken: new Promise(() => undefined), reload: () => undefined, stop: () => watching.stop() };
      });
    }
    const verdicts = await Promise.all(
      asked.map((family): Promise<Verdict> => takeSurvey(surveyOf(generalTask(agent, family), sources, true), clock)),
    );
    context.stdout(
      flags.json
        ? `${printableJson(detectionJson(verdicts))}\n`
        : renderDetection(verdicts, loaded.language, flags.explain),
    );
    return verdicts.some((verdict) => verdict.kind === "known") ? exitStatus.done : exitStatus.temporary;
  },
});

/** How hints and verdicts are printed as they come. */
function watchPrinter(context: CommandContext, language: Language, isJson: boolean): WatchListener {
  const time = (at: Instant): string => formatLocal(at, context.offset).slice(11, 19);
  const print = (line: string): void => context.stdout(`${line}\n`);
  return {
    hint: (hint) => print(isJson ? printableJson(hintJson(hint)) : hintLine(hint, time(hint.at), language)),
    verdict: (verdict) => {
      const at = verdict.kind === "unmanaged" ? context.clock.now() : verdict.at;
      print(isJson ? printableJson(verdictJson(verdict)) : verdictLines(verdict, time(at), language));
    },
  };
}
