import { Duration } from "../core/duration.ts";
import { bilingual, type Language } from "../core/language.ts";
import type { Log } from "../core/log.ts";
import { ok, type Result } from "../core/result.ts";
import { parseTargetId } from "../core/target-id.ts";
import { unknownReasonTexts } from "../detect/verdict.text.ts";
import type { Verdicts } from "../reconcile/managed-name.ts";
import { type Pass, type PassResult, reconcileOnce } from "../reconcile/once.ts";
import { describeState } from "../reconcile/state.text.ts";
import type { TargetStatus } from "../reconcile/target-status.ts";
import { DnsVerifier } from "../reconcile/verify.ts";
import { planAgent } from "../roles/agent-plan.ts";
import { detectOnce } from "../roles/detection.ts";
import { keyedDigest } from "../roles/state.ts";
import type { StateDirectory } from "../store/open-store.ts";
import type { OpenFailure } from "../store/storage-failure.ts";
import { outcomeCodeTexts } from "../text/outcome-codes.ts";
import { printable, printableJson } from "../text/printable.ts";
import { listed } from "../text/plural.ts";
import { describeDuration, formatClock } from "../text/time.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";
import { configFlags } from "./config-flags.ts";
import type { CommandContext } from "./context.ts";
import { exitStatus } from "./exit-status.ts";
import { loadNames, type LoadedNames } from "./load-names.ts";
import { openStateOf, tellStateFailure } from "./open-state.ts";
import { whyUnknown } from "./why-unknown.ts";

/** `holdfast once`: one pass over all names, for cron, the Windows task scheduler and hooks. */

/** With more, their number says as much. */
const mostNamesShown = 5;

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
    target: (owner: string, type: string, provider: string) => `${owner} ${type} at ${provider}`,
    line: (target: string, result: string, text: string, detail: string) =>
      `${target}: ${result}. ${text}${detail === "" ? "" : ` (${detail})`}`,
    held: (why: string) =>
      `${why} Not tried again until the configuration changes; "holdfast once --retry" tries at once.`,
    waiting: (names: readonly string[], limit: string) =>
      `Still at work on ${names.length > mostNamesShown ? `${names.length} names` : listed(names)}; the pass ends after ${limit} at the latest.\n`,
    unseen: "Written, and confirmed by the provider; the authoritative servers did not show it before the pass ended.",
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
    target: (owner: string, type: string, provider: string) => `${provider} 上 ${owner} 的 ${type}`,
    line: (target: string, result: string, text: string, detail: string) =>
      `${target}：${result}。${text}${detail === "" ? "" : `（${detail}）`}`,
    held: (why: string) => `${why}在修改配置之前不再尝试；“holdfast once --retry”可立即重试。`,
    waiting: (names: readonly string[], limit: string) =>
      `仍在处理 ${names.length > mostNamesShown ? `${names.length} 个名称` : names.join("、")}；本轮最迟在 ${limit}后结束。\n`,
    unseen: "已写入并得到服务商确认；但直到本轮结束，权威服务器仍未给出新值。",
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
    retry: {
      kind: "switch",
      description: {
        en: "try again what was refused or failed before",
        "zh-CN": "重试此前被拒绝或失败的更新",
      },
    },
    ...jsonFlag,
  },
  examples: [
    {
      line: "once --config /etc/holdfast/holdfast.yaml",
      purpose: { en: "a line for cron", "zh-CN": "用于 cron 的命令" },
    },
  ],
  run: async (asking, { flags }) => {
    const limit = Duration.parse(flags.limit ?? "2m");
    if (!limit.ok) {
      asking.stderr(texts[asking.language].badLimit);
      return exitStatus.usage;
    }
    const loaded = await loadNames(flags, asking);
    if (loaded === undefined) return exitStatus.failed;
    const { context } = loaded;
    const state = await openStateOf(flags.state, context);
    if (!state.ok) return state.exitStatus;
    try {
      const pass = await passOver(loaded, state.value, state.directory, limit.value, flags.retry);
      if (!pass.ok) return tellStateFailure({ kind: "store", failure: pass }, state.directory, context);
      const { done, verdicts } = pass.value;
      for (const line of linesOf(done, flags.json, context)) context.stdout(`${line}\n`);
      if (!flags.json) context.stdout(whyUnknown(verdicts, context.language));
      return done.exitStatus;
    } finally {
      await state.value.close();
    }
  },
});

async function passOver(
  { config, context }: LoadedNames,
  state: StateDirectory,
  directory: string,
  limit: Duration,
  retries: boolean,
): Promise<Result<{ readonly done: Pass; readonly verdicts: Verdicts }, OpenFailure>> {
  const journal = await state.openAgent();
  if (!journal.ok) return journal;
  const log = context.edge.createLog(config.log, context.language);
  const host = (await context.edge.createPorts(log)).trusting(config.trust.authorities);
  const plan = planAgent(config.agent, host.network, await keyedDigest(directory, host));
  const verdicts = await detectOnce(plan.tasks, plan.groups, host.sources);
  const { clock, random } = host;
  // What became of each target is printed; the log would say it a second time.
  const quiet: Log = {
    write: (event, fields) => {
      const isToldAnyway = config.log.level !== "debug" && event.code.startsWith("reconcile.");
      if (!isToldAnyway) log.write(event, fields);
    },
  };
  const ports = { clock, random, log: quiet, verifier: new DnsVerifier(host.network), journal: journal.value };
  const { language } = context;
  const onWaiting = (statuses: readonly TargetStatus[]): void => {
    const open = statuses.filter(({ state }) => state === "due" || state === "applying" || state === "verifying");
    const names = [...new Set(open.map(({ owner }) => owner.hostname))];
    if (names.length === 0) return;
    context.stderr(texts[language].waiting(names, describeDuration(limit, language)));
  };
  return ok({ done: await reconcileOnce(plan.reconcile, verdicts, ports, { limit, onWaiting, retries }), verdicts });
}

function linesOf({ targets }: Pass, isJson: boolean, { language, offset }: CommandContext): readonly string[] {
  return targets.map(({ status, result }) => {
    const text =
      status.state === "verifying" && status.reason === "arrival"
        ? texts[language].unseen
        : describeState(status, {
            language,
            clockTime: (at) => formatClock(at, offset),
            unknownText: (reason) => unknownReasonTexts[language][reason],
          });
    const { target } = status;
    const code = codeOf(result);
    const detail = "detail" in result ? result.detail : "";
    if (isJson)
      return printableJson({ target, result: result.kind, code, detail: detail === "" ? null : detail, text });
    const said = texts[language];
    const { providerKey = "", type = "" } = parseTargetId(target) ?? {};
    const name = said.target(status.owner.hostname, type, providerKey);
    return printable(said.line(name, said.results[result.kind], wholeText(result, text, language), detail));
  });
}

/** What a state says, and why; of a refusal the state would say it with other words. */
function wholeText(result: PassResult, state: string, language: Language): string {
  const code = codeOf(result);
  if (code === null) return state;
  const why = outcomeCodeTexts[language][code];
  return result.kind === "rejected" ? texts[language].held(why) : `${state}${language === "en" ? " " : ""}${why}`;
}

function codeOf(result: PassResult): Extract<PassResult, { code: unknown }>["code"] | null {
  return "code" in result ? result.code : null;
}
