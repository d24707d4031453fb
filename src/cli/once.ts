import { Duration } from "../core/duration.ts";
import { bilingual } from "../core/language.ts";
import type { Verdict } from "../core/verdict.ts";
import { unknownReasonTexts } from "../detect/verdict.text.ts";
import { takeSurvey } from "../detect/survey.ts";
import type { VerdictKey } from "../reconcile/managed-name.ts";
import { type PassResult, reconcileOnce } from "../reconcile/once.ts";
import { describeState } from "../reconcile/state.text.ts";
import { DnsVerifier } from "../reconcile/verify.ts";
import { planAgent } from "../roles/agent-plan.ts";
import { surveyOf } from "../roles/detection.ts";
import { keyedDigest, openState } from "../roles/state.ts";
import { stateFailureText } from "../roles/state.text.ts";
import { outcomeCodeTexts } from "../text/outcome-codes.ts";
import { printableJson } from "../text/printable.ts";
import { formatClock } from "../text/time.ts";
import { jsonFlag, stateDirectoryOf, stateFlag, statePorts } from "./administer.ts";
import { type Command, defineCommand } from "./command.ts";
import { configFlags, documentRequest } from "./config-flags.ts";
import { exitStatus } from "./exit-status.ts";
import { loadConfig, tellProblems } from "./load-config.ts";
import { noNames } from "./no-names.text.ts";

/** `holdfast once`: one pass over all names, for cron, the Windows task scheduler and hooks. */

const texts = bilingual({
  en: {
    results: {
      unchanged: "unchanged",
      updated: "updated",
      "no-opinion": "left alone",
      "not-reached": "not reached",
      unconfirmed: "unconfirmed",
      failed: "failed",
      rejected: "rejected",
    },
    badLimit: "The limit is a length of time such as 30s or 2m.\n",
  },
  "zh-CN": {
    results: {
      unchanged: "未变",
      updated: "已更新",
      "no-opinion": "保持原样",
      "not-reached": "未轮到",
      unconfirmed: "未确认",
      failed: "失败",
      rejected: "被拒绝",
    },
    badLimit: "时限应为时长，例如 30s 或 2m。\n",
  },
});

export const once: Command = defineCommand({
  description: {
    en: "The exit status tells the worst outcome: 0 all as it should be, 3 a person has to act, 4 a later pass may succeed.",
    "zh-CN": "退出状态表示最差的结果：0 全部符合预期，3 需要人工处理，4 稍后再试可能成功。",
  },
  operands: [],
  flags: {
    ...configFlags,
    ...stateFlag,
    limit: {
      kind: "text",
      value: "DURATION",
      description: { en: "end the pass after this time; default 2m", "zh-CN": "超过此时长即结束本轮；默认 2m" },
    },
    ...jsonFlag,
  },
  examples: [
    {
      line: "once --config /etc/holdfast/holdfast.yaml",
      purpose: { en: "a line for cron", "zh-CN": "用于 cron 的命令" },
    },
  ],
  run: async (context, { flags }) => {
    const said = texts[context.language];
    const limit = Duration.parse(flags.limit ?? "2m");
    if (!limit.ok) {
      context.stderr(said.badLimit);
      return exitStatus.usage;
    }
    const loaded = await loadConfig(documentRequest(flags), context);
    tellProblems(loaded, context);
    const { config } = loaded;
    if (config === undefined) return exitStatus.failed;
    if (config.agent.names.length === 0) {
      context.stderr(noNames[context.language]);
      return exitStatus.failed;
    }
    const directory = stateDirectoryOf(context, flags.state);
    if (directory === undefined) return exitStatus.failed;
    const state = await openState(directory, "inline", statePorts(context));
    if (!state.ok) {
      context.stderr(`${stateFailureText(state, directory, context.language)}\n`);
      return exitStatus.failed;
    }
    try {
      const journal = await state.value.openAgent();
      if (!journal.ok) {
        const reason = { kind: "store", failure: journal } as const;
        context.stderr(`${stateFailureText(reason, directory, context.language)}\n`);
        return exitStatus.failed;
      }
      const log = context.edge.createLog(config.log);
      const { clock, files, network, random, sources } = (await context.edge.createPorts(log)).trusting(
        config.trust.authorities,
      );
      const planned = planAgent(config.agent, network, await keyedDigest(directory, { files, random }));
      const verdicts = new Map<VerdictKey, Verdict>();
      await Promise.all(
        planned.tasks.map(async (task) => {
          verdicts.set(task.key, await takeSurvey(surveyOf(task, sources, false), clock));
        }),
      );
      const verifier = new DnsVerifier(network);
      const ports = { clock, random, log, verifier, journal: journal.value };
      const pass = await reconcileOnce(planned.reconcile, verdicts, ports, limit.value);
      for (const { status, result } of pass.targets) {
        const text = describeState(status, {
          language: context.language,
          clockTime: (at) => formatClock(at, context.offset),
          unknownText: (reason) => unknownReasonTexts[context.language][reason],
        });
        if (flags.json) {
          const { target } = status;
          context.stdout(`${printableJson({ target, result: result.kind, code: codeOf(result), text })}\n`);
        } else {
          const code = codeOf(result);
          const meaning = code === null ? "" : ` ${outcomeCodeTexts[context.language][code]}`;
          context.stdout(`${status.target}: ${said.results[result.kind]}. ${text}${meaning}\n`);
        }
      }
      return pass.exitStatus;
    } finally {
      await state.value.close();
    }
  },
});

function codeOf(result: PassResult): Extract<PassResult, { code: unknown }>["code"] | null {
  return "code" in result ? result.code : null;
}
