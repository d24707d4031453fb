import { families, type Family } from "../core/family.ts";
import type { Verdict } from "../core/verdict.ts";
import { detectionJson, renderDetection } from "../detect/explain.ts";
import { takeSurvey } from "../detect/survey.ts";
import { generalTask } from "../roles/agent-plan.ts";
import { surveyOf } from "../roles/detection.ts";
import { printableJson } from "../text/printable.ts";
import { jsonFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";
import { configFlags, documentRequest } from "./config-flags.ts";
import { exitStatus } from "./exit-status.ts";
import { loadConfig, tellProblems } from "./load-config.ts";

/** `holdfast detect`: what every source says now, and why the verdict is what it is. Publishes nothing. */

export const detect: Command = defineCommand({
  description: {
    en: "Every source is asked and waited for, up to three seconds each. Without a configuration the built-in sources are asked.",
    "zh-CN": "会询问每个来源并等待应答，每个最多三秒。没有配置时询问内置来源。",
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
    ...jsonFlag,
  },
  examples: [
    { line: "detect", purpose: { en: "see which addresses this host has", "zh-CN": "查看本机有哪些地址" } },
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
    const log = edge.createLog({ level: "warn", format: "pretty" }, loaded.language);
    const { sources, clock } = (await edge.createPorts(log)).trusting(trust.authorities);
    const asked: readonly Family[] = families.filter((family) => flags.family === undefined || family === flags.family);
    const verdicts = await Promise.all(
      asked.map((family): Promise<Verdict> => takeSurvey(surveyOf(generalTask(agent, family), sources, true), clock)),
    );
    context.stdout(
      flags.json ? `${printableJson(detectionJson(verdicts))}\n` : renderDetection(verdicts, loaded.language),
    );
    return verdicts.some((verdict) => verdict.kind === "known") ? exitStatus.done : exitStatus.temporary;
  },
});
