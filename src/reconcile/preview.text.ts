import { bilingual, type Language } from "../core/language.ts";
import type { OutcomeCode } from "../core/outcome.ts";
import type { RRsetChange, SettingValue } from "../core/provider.ts";
import { equalOctets } from "../core/octets.ts";
import { canonicalRdata } from "../core/rrset.ts";
import type { RRType } from "../core/rr-type.ts";
import type { NoOpinionReason } from "./desired.ts";
import type { Preview } from "./preview.ts";
import { presentRdata } from "./rdata-text.ts";
import { refusalTexts } from "./refusal.text.ts";

/** A preview as a diff that people read. Colours are the caller's: every line says what it is. */

/** One line. `text` begins with the sign of its mark, so it can be printed as it is. */
export interface PlanLine {
  readonly mark: "heading" | "add" | "remove" | "keep" | "adjust" | "note" | "summary";
  readonly text: string;
}

/** What depends on who reads, and on what other parts say. */
export interface PlanWords {
  readonly language: Language;
  readonly codeText: (code: OutcomeCode) => string;
  readonly noOpinionText: (reason: NoOpinionReason) => string;
}

interface Texts {
  readonly heading: (type: RRType, owner: string, provider: string) => string;
  readonly unchanged: string;
  readonly sendAgain: string;
  readonly cannotBeRead: string;
  readonly unread: (why: string) => string;
  readonly held: (code: string) => string;
  readonly leftAlone: string;
  readonly providerDefault: string;
  readonly summary: (counts: {
    readonly changing: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly open: number;
  }) => string;
}

const texts = bilingual<Texts>({
  en: {
    heading: (type, owner, provider) => `${type} of ${owner} at ${provider}`,
    unchanged: "as it should be",
    sendAgain: "same values, but not confirmed under these settings: would be sent again",
    cannotBeRead: "this service can only be told; what it holds now is what it last confirmed",
    unread: (why) => `could not be read.${why === "" ? "" : ` ${why}`}`,
    held: (code) =>
      `refused earlier (${code}): not tried again until the configuration changes or "holdfast retry" asks for it`,
    leftAlone: "left as it is.",
    providerDefault: "the provider's",
    summary: ({ changing, unchanged, refused, open }) =>
      `${changing} to change, ${unchanged} unchanged, ${refused} refused, ${open} left alone or not read.`,
  },
  "zh-CN": {
    heading: (type, owner, provider) => `${provider} 上 ${owner} 的 ${type} 解析记录`,
    unchanged: "符合预期",
    sendAgain: "值相同，但尚未在当前设置下确认：将重新发送",
    cannotBeRead: "该服务只能写入、无法查询；现有内容以其上次确认的为准",
    unread: (why) => `无法读取。${why}`,
    held: (code) => `此前被拒绝（${code}）：在修改配置或执行“holdfast retry”之前不会再尝试`,
    leftAlone: "保持原样。",
    providerDefault: "由服务商决定",
    summary: ({ changing, unchanged, refused, open }) =>
      `${changing} 项更改，${unchanged} 项不变，${refused} 项被拒绝，${open} 项保持原样或无法读取。`,
  },
});

/** Renders previews in their order, and one line with the counts. */
export function renderPlan(previews: readonly Preview[], words: PlanWords): readonly PlanLine[] {
  const said = texts[words.language];
  const lines = previews.flatMap((preview) => renderOne(preview, words));
  const count = (...kinds: readonly Preview["result"]["kind"][]): number =>
    previews.filter(({ result }) => kinds.includes(result.kind)).length;
  const summary = said.summary({
    changing: count("change", "telling"),
    unchanged: count("unchanged"),
    refused: count("refused"),
    open: count("no-opinion", "unread"),
  });
  return [...lines, { mark: "summary", text: summary }];
}

function renderOne({ set, held, result }: Preview, words: PlanWords): readonly PlanLine[] {
  const said = texts[words.language];
  const { name, type } = set;
  const heading: PlanLine = {
    mark: "heading",
    text: said.heading(type, name.owner.hostname, name.providerKey),
  };
  const standing = held === undefined ? [] : [note(said.held(held.code))];
  switch (result.kind) {
    case "change":
      return [heading, ...renderChange(result.change, said), ...standing];
    case "telling": {
      const { before, after } = result;
      const lines = diffLines(type, before ?? [], after);
      const isAgain = !lines.some(({ mark }) => mark === "add" || mark === "remove");
      return [heading, ...lines, note(isAgain ? said.sendAgain : said.cannotBeRead), ...standing];
    }
    case "unchanged":
      return [heading, ...diffLines(type, result.rdata, result.rdata), note(said.unchanged), ...standing];
    case "refused":
      return [heading, note(`${refusalTexts[words.language][result.code]} (${result.detail})`), ...standing];
    case "no-opinion":
      return [heading, note(`${said.leftAlone} ${words.noOpinionText(result.because)}`), ...standing];
    case "unread": {
      const { outcome } = result;
      const isTrouble = outcome.kind !== "unchanged" && outcome.kind !== "updated";
      const why = isTrouble
        ? `${words.codeText(outcome.code)}${outcome.detail === "" ? "" : ` (${outcome.detail})`}`
        : "";
      return [heading, note(said.unread(why)), ...standing];
    }
  }
}

function renderChange(change: RRsetChange, said: Texts): readonly PlanLine[] {
  const before = change.before.records.map((record) => record.rdata);
  return [...diffLines(change.type, before, change.after), ...adjustments(change, said)];
}

/** Removed values, then kept ones, then new ones. */
function diffLines(type: RRType, before: readonly Uint8Array[], after: readonly Uint8Array[]): readonly PlanLine[] {
  const has = (values: readonly Uint8Array[], value: Uint8Array): boolean =>
    values.some((other) => equalOctets(other, value));
  const show = (mark: "add" | "remove" | "keep", sign: string, values: readonly Uint8Array[]): readonly PlanLine[] =>
    canonicalRdata(values).map((value) => ({ mark, text: `  ${sign} ${presentRdata(type, value)}` }));
  return [
    ...show(
      "remove",
      "-",
      before.filter((value) => !has(after, value)),
    ),
    ...show(
      "keep",
      " ",
      before.filter((value) => has(after, value)),
    ),
    ...show(
      "add",
      "+",
      after.filter((value) => !has(before, value)),
    ),
  ];
}

/** TTL and fields that the user set and that records in place have otherwise. */
function adjustments({ before, ttl, options }: RRsetChange, said: Texts): readonly PlanLine[] {
  const adjust = (label: string, present: readonly string[], wanted: string): readonly PlanLine[] => {
    const others = [...new Set(present)].filter((value) => value !== wanted);
    return others.length === 0 ? [] : [{ mark: "adjust", text: `  ~ ${label} ${others.join(", ")} -> ${wanted}` }];
  };
  const ttls = before.records.map((record) => (record.ttl === undefined ? said.providerDefault : `${record.ttl}`));
  const fields = Object.entries(options).flatMap(([key, value]) => {
    const present = before.records.map((record) => record.fields[key]).filter((field) => field !== undefined);
    return value === undefined ? [] : adjust(key, present.map(showSetting), showSetting(value));
  });
  return [...(ttl === undefined ? [] : adjust("TTL", ttls, `${ttl}`)), ...fields];
}

function showSetting(value: NonNullable<SettingValue>): string {
  return Array.isArray(value) ? value.toSorted().join(" ") : String(value);
}

function note(text: string): PlanLine {
  return { mark: "note", text: `  ${text}` };
}
