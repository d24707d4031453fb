import type { Instant } from "../core/clock.ts";
import { bilingual, type Language } from "../core/language.ts";
import type { MappingStatus, OpenHoleStatus } from "./mapping-status.ts";
import { elsewhereText, mappingFailTexts, reachTexts } from "./mapping.text.ts";

/** Where a mapping stands, in sentences: what is known now, what that is worth, and what happens next. */

interface Words {
  readonly language: Language;
  /** Shows a point in time as the host's clock does. */
  readonly clockTime: (at: Instant) => string;
}

const sentences = bilingual({
  en: {
    join: " ",
    asking: "Asking the router.",
    open: (since: string) => `Open since ${since}.`,
    leased: (since: string, until: string) =>
      `Open since ${since}; the lease lasts until ${until} and is renewed before.`,
    onlyReachable: (from: string) => `Only ${from}.`,
    otherPort: (wished: number) => `The router gave another port than the wished ${wished}.`,
    addressUnknown: "The router does not tell its external address.",
    notRenewed: "Renewing fails:",
    retry: (at: string) => `Trying again at ${at}.`,
    detail: (detail: string) => `(${detail})`,
  },
  "zh-CN": {
    join: "",
    asking: "正在询问路由器。",
    open: (since: string) => `自 ${since} 起已开放。`,
    leased: (since: string, until: string) => `自 ${since} 起已开放；租期至 ${until}，到期前自动续租。`,
    onlyReachable: (from: string) => `仅${from}。`,
    otherPort: (wished: number) => `路由器分配的端口不是所期望的 ${wished}。`,
    addressUnknown: "路由器未告知其外部地址。",
    notRenewed: "续租失败：",
    retry: (at: string) => `将于 ${at} 重试。`,
    detail: (detail: string) => `（${detail}）`,
  },
});

/** Everything there is to say of a mapping besides where it is reached. */
export function describeMapping(status: MappingStatus, words: Words): string {
  const { hole, setback, state, exposure } = status;
  const said = sentences[words.language];
  const opened = hole === undefined ? [] : describeHole(hole, exposure.wishedPort, words);
  if (setback === undefined) return (state === "asking" ? [said.asking] : opened).join(said.join);
  const why = mappingFailTexts[words.language][setback.code];
  const detail = setback.detail === "" ? [] : [said.detail(setback.detail)];
  const failed = [...(hole === undefined ? [] : [said.notRenewed]), why, ...detail];
  // What is not there will not come by waiting, and nobody is to wait for it.
  const next = state === "unavailable" ? [] : [said.retry(words.clockTime(setback.retryAt))];
  return [...opened, ...failed, ...next].join(said.join);
}

function describeHole(hole: OpenHoleStatus, wishedPort: number, { language, clockTime }: Words): readonly string[] {
  const said = sentences[language];
  const { scope, endsAt, externalPort } = hole;
  const since = clockTime(hole.since);
  const from =
    scope === undefined || scope === "global" ? undefined : (reachTexts[language][scope] ?? elsewhereText[language]);
  return [
    endsAt === undefined ? said.open(since) : said.leased(since, clockTime(endsAt)),
    ...(from === undefined ? [] : [said.onlyReachable(from)]),
    ...(externalPort === wishedPort ? [] : [said.otherPort(wishedPort)]),
    ...(hole.externalAddress === undefined ? [said.addressUnknown] : []),
  ];
}
