import type { Instant } from "../core/clock.ts";
import type { UnknownReason } from "../core/verdict.ts";
import { unknownReasonTexts } from "../detect/verdict.text.ts";
import { type PlanLine, renderPlan } from "../reconcile/preview.text.ts";
import { type Preview, previewChanges } from "../reconcile/preview.ts";
import { describeNoOpinion } from "../reconcile/state.text.ts";
import { planAgent } from "../roles/agent-plan.ts";
import { detectOnce } from "../roles/detection.ts";
import { rememberedTargets } from "../roles/remembered-targets.ts";
import { outcomeCodeTexts } from "../text/outcome-codes.ts";
import { formatClock } from "../text/time.ts";
import { type Command, defineCommand } from "./command.ts";
import { configFlags } from "./config-flags.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";
import { loadNames } from "./load-names.ts";
import { stateDirectoryOf, statePorts } from "./open-state.ts";
import { stateFlag } from "./shared-flags.ts";
import { whyUnknown } from "./why-unknown.ts";

/** `holdfast plan`: what would change, as a diff. Reads addresses and providers, writes nothing. */

export const plan: Command = defineCommand({
  description: {
    en: "The exit status tells the worst of it: 0 everything is known, 3 something was refused, 4 an address or a provider could not be asked.",
    "zh-CN": "退出状态表示最差的情况：0 全部已知，3 有内容被拒绝，4 有地址或服务商未能查询。",
  },
  operands: [],
  flags: { ...configFlags, ...stateFlag },
  examples: [
    {
      line: "plan --config new.yaml",
      purpose: { en: "see what a new configuration would do", "zh-CN": "查看新配置会做什么" },
    },
  ],
  run: async (asking, { flags }) => {
    const loaded = await loadNames(flags, asking);
    if (loaded === undefined) return exitStatus.failed;
    const { config, context } = loaded;
    const directory = stateDirectoryOf(context, flags.state);
    if (directory === undefined) return exitStatus.failed;
    const { edge, language } = context;
    const log = edge.createLog({ level: "warn", format: "pretty" }, language);
    const host = (await edge.createPorts(log)).trusting(config.trust.authorities);
    const remembered = await rememberedTargets(directory, { ...statePorts(context), files: host.files });
    const planned = planAgent(config.agent, host.network, remembered.digest);
    const verdicts = await detectOnce(planned.tasks, planned.groups, host.sources);
    const signal = new AbortController().signal;
    const previews = await previewChanges(planned.reconcile, verdicts, {
      clock: host.clock,
      journal: remembered,
      signal,
    });
    const words = {
      language,
      clockTime: (at: Instant) => formatClock(at, context.offset),
      unknownText: (reason: UnknownReason) => unknownReasonTexts[language][reason],
    };
    const lines = renderPlan(previews, {
      language,
      codeText: (code) => outcomeCodeTexts[language][code],
      noOpinionText: (reason) => describeNoOpinion(reason, words),
    });
    for (const line of lines) context.stdout(`${coloured(line, edge.hasColours)}\n`);
    // What uplinks say together says no more than each of them.
    const asked = new Map(
      planned.tasks.flatMap(({ key }) => {
        const verdict = verdicts.get(key);
        return verdict === undefined ? [] : [[key, verdict] as const];
      }),
    );
    context.stdout(whyUnknown(asked, language));
    return statusOf(previews);
  },
});

/** What needs a person is worse than what heals by itself. */
function statusOf(previews: readonly Preview[]): ExitStatus {
  const isRefused = ({ held, result }: Preview): boolean =>
    held !== undefined || result.kind === "refused" || (result.kind === "unread" && result.outcome.kind === "rejected");
  if (previews.some(isRefused)) return exitStatus.rejected;
  const isOpen = previews.some(({ result }) => result.kind === "unread" || result.kind === "no-opinion");
  return isOpen ? exitStatus.temporary : exitStatus.done;
}

/** ECMA-48 colours, for terminals that show them. */
const colours: Readonly<Partial<Record<PlanLine["mark"], string>>> = {
  heading: "1",
  add: "32",
  remove: "31",
  adjust: "33",
  note: "2",
};

function coloured({ mark, text }: PlanLine, hasColours: boolean): string {
  const code = colours[mark];
  return hasColours && code !== undefined ? `\u001b[${code}m${text}\u001b[0m` : text;
}
