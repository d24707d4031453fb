import { silentLog } from "../core/log.ts";
import type { Verdict } from "../core/verdict.ts";
import { unknownReasonTexts } from "../detect/verdict.text.ts";
import { takeSurvey } from "../detect/survey.ts";
import type { VerdictKey } from "../reconcile/managed-name.ts";
import { type PlanLine, renderPlan } from "../reconcile/preview.text.ts";
import { previewChanges } from "../reconcile/preview.ts";
import { describeNoOpinion } from "../reconcile/state.text.ts";
import { planAgent } from "../roles/agent-plan.ts";
import { surveyOf } from "../roles/detection.ts";
import { rememberedTargets } from "../roles/remembered-targets.ts";
import { outcomeCodeTexts } from "../text/outcome-codes.ts";
import { formatClock } from "../text/time.ts";
import { stateDirectoryOf, stateFlag, statePorts } from "./administer.ts";
import { type Command, defineCommand } from "./command.ts";
import { configFlags, documentRequest } from "./config-flags.ts";
import { exitStatus } from "./exit-status.ts";
import { loadConfig, tellProblems } from "./load-config.ts";
import { noNames } from "./no-names.text.ts";

/** `holdfast plan`: what would change, as a diff. Reads addresses and providers, writes nothing. */

export const plan: Command = defineCommand({
  operands: [],
  flags: { ...configFlags, ...stateFlag },
  examples: [
    {
      line: "plan --config new.yaml",
      purpose: { en: "see what a new configuration would do", "zh-CN": "查看新配置会做什么" },
    },
  ],
  run: async (context, { flags }) => {
    const loaded = await loadConfig(documentRequest(flags), context);
    tellProblems(loaded, context);
    if (loaded.config === undefined) return exitStatus.failed;
    if (loaded.config.agent.names.length === 0) {
      context.stderr(noNames[context.language]);
      return exitStatus.failed;
    }
    const directory = stateDirectoryOf(context, flags.state);
    if (directory === undefined) return exitStatus.failed;
    const { language } = context;
    const ports = (await context.edge.createPorts(silentLog)).trusting(loaded.config.trust.authorities);
    const remembered = await rememberedTargets(directory, { ...statePorts(context), files: ports.files });
    const planned = planAgent(loaded.config.agent, ports.network, remembered.digest);
    const verdicts = new Map<VerdictKey, Verdict>();
    await Promise.all(
      planned.tasks.map(async (task) => {
        verdicts.set(task.key, await takeSurvey(surveyOf(task, ports.sources, false), ports.clock));
      }),
    );
    const previews = await previewChanges(planned.reconcile, verdicts, {
      clock: ports.clock,
      journal: remembered,
      signal: new AbortController().signal,
    });
    const clockTime = (at: Parameters<typeof formatClock>[0]): string => formatClock(at, context.offset);
    const unknownText = (reason: keyof (typeof unknownReasonTexts)["en"]): string =>
      unknownReasonTexts[language][reason];
    const lines = renderPlan(previews, {
      language,
      codeText: (code) => outcomeCodeTexts[language][code],
      noOpinionText: (reason) => describeNoOpinion(reason, { language, clockTime, unknownText }),
    });
    for (const line of lines) context.stdout(`${coloured(line, context.edge.hasColours)}\n`);
    const isUnread = previews.some(({ result }) => result.kind === "unread" || result.kind === "no-opinion");
    return isUnread ? exitStatus.temporary : exitStatus.done;
  },
});

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
