import { bilingual, type Bilingual, type Language } from "../core/language.ts";
import type { ProviderDeclaration, Settings } from "../core/provider.ts";
import type { AccountSurvey } from "../reconcile/account-survey.ts";

/** What is to be said against credentials: that they can do far more than is needed, or will not last. */

export interface CredentialWarning {
  /** Stable. */
  readonly code: "broad-credential" | "nothing-smaller" | "more-zones" | "no-zones" | "told-excess" | "told-limit";
  readonly text: string;
}

interface Texts {
  readonly nothingSmaller: string;
  readonly moreZones: (seen: number, used: number) => string;
  readonly noZones: string;
  /** Several sentences in a row. */
  readonly join: (sentences: readonly string[]) => string;
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    nothingSmaller: "They can do more than change DNS",
    moreZones: (seen, used) => `They reach ${seen} zones, of which ${used} ${used === 1 ? "is" : "are"} used`,
    noZones: "They see no zone",
    join: (sentences) => sentences.map((one) => `${one}.`).join(" "),
  },
  "zh-CN": {
    nothingSmaller: "这组凭据的权限不限于 DNS",
    moreZones: (seen, used) => `这组凭据可访问 ${seen} 个区域，实际只用到 ${used} 个`,
    noZones: "这组凭据看不到任何区域",
    join: (sentences) => sentences.map((one) => `${one}。`).join(""),
  },
});

/** From the declaration's rules, and where the service was asked, from what it showed. */
export function credentialWarnings(
  { access, credentials }: ProviderDeclaration,
  settings: Settings,
  survey: AccountSurvey | undefined,
  language: Language,
): readonly CredentialWarning[] {
  const said = texts[language];
  const warnings: CredentialWarning[] = [];
  const warn = (code: CredentialWarning["code"], ...sentences: readonly string[]): void => {
    warnings.push({ code, text: said.join(sentences) });
  };
  for (const { field, holding, warning } of access.excess ?? []) {
    const value = settings[field];
    const isMeant = holding === undefined || (typeof value === "string" && value.includes(holding));
    const isFallback = value === credentials[field]?.fallback;
    if (value !== undefined && !isFallback && isMeant) warn("broad-credential", warning[language]);
  }
  if (access.reach === "account") warn("nothing-smaller", said.nothingSmaller, access.least[language]);
  if (survey === undefined) return warnings;
  const seen = survey.zones.ok ? survey.zones.value.length : undefined;
  const used = new Set(survey.names.flatMap(({ zone }) => zone?.apex.hostname ?? [])).size;
  const canBeLimited = access.reach === "zones" || access.reach === "name";
  if (seen === 0) warn("no-zones", said.noZones);
  if (seen !== undefined && used > 0 && seen > used && canBeLimited) {
    warn("more-zones", said.moreZones(seen, used), access.least[language]);
  }
  for (const { kind, text } of survey.findings.ok ? survey.findings.value : []) {
    warn(kind === "excess" ? "told-excess" : "told-limit", text[language]);
  }
  return warnings;
}
