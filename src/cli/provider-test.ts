import type { Failed, Rejected } from "../core/outcome.ts";
import { codeRow } from "../core/outcome.ts";
import { Secret } from "../core/secret.ts";
import type { AccountSurvey } from "../reconcile/account-survey.ts";
import { outcomeCodeTexts } from "../text/outcome-codes.ts";
import { printable, printableJson } from "../text/printable.ts";
import { type Command, defineCommand } from "./command.ts";
import { type CredentialWarning, credentialWarnings } from "./credential-warnings.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";
import { type Account, findAccount } from "./provider-account.ts";
import { providerTestTexts } from "./provider-test.text.ts";
import { accountOperand, limitOf, surveyFlags } from "./survey-flags.ts";
import { surveyOf } from "./survey-of.ts";

/** `holdfast provider test`: whether a service accepts credentials, what they see, and whether they can do too much. */

/** With more, their number says as much. */
const mostZonesShown = 10;

/** What the whole came to; `unknown` where nothing could be found out without writing. */
type Verdict =
  | { readonly kind: "accepted" }
  | { readonly kind: "unknown"; readonly code: "cannot-ask" | "nothing-to-ask" }
  | Rejected
  | Failed;

export const providerTest: Command = defineCommand({
  description: {
    en: "Reads only. The exit status tells the worst of it: 0 accepted, 1 cannot be known without writing, 3 something was refused, 4 the service could not be asked now. Warnings do not change it.",
    "zh-CN":
      "只读取，不写入。退出状态表示最差的情况：0 已接受，1 不写入则无从得知，3 有内容被拒绝，4 暂时无法查询。警告不影响退出状态。",
  },
  operands: [accountOperand],
  flags: surveyFlags,
  examples: [
    {
      line: "provider test cf",
      purpose: { en: "check the credentials of an entry", "zh-CN": "检查某个条目的凭据" },
    },
    {
      line: "provider test cloudflare --name home.example.com",
      purpose: {
        en: "try a token before it is configured; it is asked for, or taken from CLOUDFLARE_TOKEN",
        "zh-CN": "在写入配置之前试用令牌；令牌在提示后输入，或取自 CLOUDFLARE_TOKEN",
      },
    },
  ],
  run: async (asking, { flags, operands }) => {
    const limit = limitOf(flags.limit, asking);
    if (limit === undefined) return exitStatus.usage;
    const found = await findAccount(operands[0] ?? "", flags, asking);
    if (!found.ok) return found.exitStatus;
    const account = found.value;
    const survey = await surveyOf(account, limit);
    const { declaration, settings, context } = account;
    const warnings = credentialWarnings(declaration, settings, survey, context.language);
    const verdict = verdictOf(survey);
    if (flags.json) context.stdout(`${printableJson(record(account, verdict, survey, warnings))}\n`);
    else for (const line of lines(account, verdict, survey, warnings)) context.stdout(`${printable(line)}\n`);
    return statusOf(verdict, survey);
  },
});

function verdictOf(survey: AccountSurvey | undefined): Verdict {
  if (survey === undefined) return { kind: "unknown", code: "cannot-ask" };
  const { zones, sample } = survey;
  // That a name lies in none of the listed zones says nothing against the credentials.
  const isMisplaced = zones.ok && typeof sample === "object" && sample.code === "zone-not-found";
  if (sample === "read" || isMisplaced) return { kind: "accepted" };
  if (sample !== undefined) return sample;
  return zones.ok ? { kind: "accepted" } : { kind: "unknown", code: "nothing-to-ask" };
}

function statusOf(verdict: Verdict, survey: AccountSurvey | undefined): ExitStatus {
  if (verdict.kind === "unknown") return exitStatus.failed;
  const troubles = (survey?.names ?? []).flatMap(({ trouble }) => trouble ?? []);
  const codes = [...(verdict.kind === "accepted" ? [] : [verdict]), ...troubles].map(
    ({ code }) => codeRow(code).exitStatus,
  );
  if (codes.includes(exitStatus.rejected)) return exitStatus.rejected;
  return codes.includes(exitStatus.temporary) ? exitStatus.temporary : exitStatus.done;
}

function lines(
  { declaration, key, settings, context }: Account,
  verdict: Verdict,
  survey: AccountSurvey | undefined,
  warnings: readonly CredentialWarning[],
): readonly string[] {
  const said = providerTestTexts[context.language];
  const why = outcomeCodeTexts[context.language];
  const { label, id } = declaration;
  const { zones, names = [], findings } = survey ?? {};
  const isReached = verdict.kind === "accepted";
  return [
    said.title(label, id, key),
    isReached && !hasSecret(settings) ? said.readable : verdictLine(verdict, label, said, why),
    ...(zones?.ok === true && isReached
      ? [
          said.zones(
            zones.value.length,
            zones.value.slice(0, mostZonesShown).map(({ apex }) => apex.hostname),
          ),
        ]
      : []),
    ...(zones?.ok === false && isReached ? [said.noList] : []),
    ...names.map(({ owner, zone, trouble }) =>
      trouble === undefined
        ? said.inZone(owner.hostname, zone?.apex.hostname ?? "")
        : said.nameTroubled(owner.hostname, why[trouble.code], trouble.detail),
    ),
    ...(findings?.ok === false ? [said.untold(why[findings.outcome.code])] : []),
    ...warnings.map(({ text }) => said.warning(text)),
    ...(isReached ? [said.notProven] : []),
  ];
}

function hasSecret(settings: Account["settings"]): boolean {
  return Object.values(settings).some((value) => value instanceof Secret);
}

function verdictLine(
  verdict: Verdict,
  label: string,
  said: (typeof providerTestTexts)["en"],
  why: (typeof outcomeCodeTexts)["en"],
): string {
  switch (verdict.kind) {
    case "accepted":
      return said.accepted;
    case "unknown":
      return verdict.code === "cannot-ask" ? said.cannotAsk(label) : said.nothingToAsk;
    default:
      return said.troubled(why[verdict.code], verdict.detail);
  }
}

function record(
  { declaration, key }: Account,
  verdict: Verdict,
  survey: AccountSurvey | undefined,
  warnings: readonly CredentialWarning[],
): Readonly<Record<string, unknown>> {
  const { zones, names = [] } = survey ?? {};
  return {
    provider: key ?? null,
    type: declaration.id,
    result: verdict.kind,
    code: "code" in verdict ? verdict.code : null,
    detail: "detail" in verdict ? verdict.detail : null,
    zones: zones?.ok === true ? zones.value.map(({ apex, id }) => ({ apex: apex.hostname, id: id ?? null })) : null,
    names: names.map(({ owner, zone, trouble }) => ({
      name: owner.hostname,
      zone: zone?.apex.hostname ?? null,
      code: trouble?.code ?? null,
      detail: trouble?.detail ?? null,
    })),
    warnings,
  };
}
