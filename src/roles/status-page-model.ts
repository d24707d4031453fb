import type { Instant } from "../core/clock.ts";
import { Instant as Moment } from "../core/clock.ts";
import type { Language } from "../core/language.ts";
import { version } from "../core/version.ts";
import type { StatusPageModel } from "../dashboard/status-page.ts";
import { familyTexts, unknownReasonTexts } from "../detect/verdict.text.ts";
import type { RunningHoldfast } from "./run.ts";

/** Fills the status page from what runs in this process. */

const mostEvents = 12;

export async function statusPageModel(
  holdfast: RunningHoldfast,
  tryLine: string,
  language: Language,
  clockTime: (at: Instant) => string,
): Promise<StatusPageModel> {
  const agent = holdfast.agent?.summary();
  const server = holdfast.server?.summary();
  const history = await holdfast.agentHistory({ owner: undefined, limit: mostEvents });
  const events = history.ok ? history.value : [];
  const reasons: Readonly<Record<string, string>> = unknownReasonTexts[language];
  return {
    version,
    addresses: (agent?.detection.families ?? []).map(({ family, state, addresses, reason, sources }) => ({
      label: `${familyTexts[family]} · ${[...new Set(sources.map(({ source }) => source.split(":")[0] ?? ""))].join(", ")}`,
      value: state === "known" ? addresses.join(", ") : (reasons[reason ?? ""] ?? state),
      isKnown: state === "known",
    })),
    names: (agent?.targets ?? []).map(({ name, type, desired, confirmed, state, text, verification }) => ({
      name,
      type,
      // Without an opinion the records stay as they are, and that is what they are.
      values: desired ?? confirmed ?? [],
      state: text[language],
      isGood: state === "settled",
      verified: verification?.state === "verified" ? verification.servers.join(", ") : "",
    })),
    zones: (server?.zones ?? []).map(({ apex, serial, ownerCount }) => ({ apex, serial, ownerCount })),
    listeners: server?.listeners ?? [],
    queryCount: server?.counters["queries"] ?? 0,
    events: events.map(({ at, text }) => ({ at: clockTime(Moment.ofMs(Date.parse(at))), text: text[language] })),
    tryLine,
  };
}
