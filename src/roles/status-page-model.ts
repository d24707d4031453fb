import type { HeardSummary } from "../core/administration.ts";
import { Instant } from "../core/clock.ts";
import type { Language } from "../core/language.ts";
import { version } from "../core/version.ts";
import type { HeardModel, RecordModel, StatusPageModel } from "../dashboard/status-page.ts";
import { familyTexts } from "../detect/verdict.text.ts";
import type { AgentSummary, TargetSummary } from "./agent-summary.ts";
import { portText, reachedAt, stateOfFamily } from "./agent-summary.text.ts";
import { isAsWished } from "./mapping-summary.ts";
import type { RunningHoldfast } from "./run.ts";
import { listenerNames } from "./server.text.ts";

/** Fills the status page from what runs in this process. */

const mostEvents = 12;
const mostHosts = 50;

export async function statusPageModel(
  holdfast: Pick<RunningHoldfast, "agent" | "server" | "agentHistory">,
  tryLine: string,
  language: Language,
  clockTime: (at: Instant) => string,
): Promise<StatusPageModel> {
  const agent = holdfast.agent?.summary();
  const server = holdfast.server?.summary();
  const history = await holdfast.agentHistory({ owner: undefined, limit: mostEvents });
  const events = history.ok ? history.value : [];
  const listed = await holdfast.server?.administration.hosts(undefined, mostHosts);
  const hosts = listed?.ok === true ? listed.value : [];
  return {
    version,
    addresses: (agent?.detection.families ?? []).map((family) => ({
      family: familyTexts[family.family],
      value: stateOfFamily(family, language),
      isKnown: family.state === "known",
      sources: family.sources.map(({ source }) => source),
    })),
    names: namesOf(agent?.targets ?? [], language),
    ports: (agent?.mappings ?? []).map((mapping) => ({
      port: portText(mapping),
      family: familyTexts[mapping.family],
      place: reachedAt(mapping),
      state: mapping.text[language],
      isGood: isAsWished(mapping),
    })),
    zones: (server?.zones ?? []).map(({ apex, serial, ownerCount }) => ({ apex, serial, ownerCount })),
    hosts: hosts.map(({ name, lastHeard }) => ({ name, lastHeard: heardModel(lastHeard, clockTime) })),
    listeners: (server?.listeners ?? []).map(({ kind, endpoint }) => ({ name: listenerNames[kind], endpoint })),
    queryCount: server?.counters["queries"] ?? 0,
    events: events.map(({ at, text }) => ({
      at,
      clockTime: clockTime(Instant.ofMs(Date.parse(at))),
      text: text[language],
    })),
    tryLine,
  };
}

function heardModel(heard: HeardSummary | null, clockTime: (at: Instant) => string): HeardModel | undefined {
  if (heard === null) return undefined;
  const { at, transport, from } = heard;
  const way = [transport, ...(from === null ? [] : [from])].join(" ");
  return { at, clockTime: clockTime(Instant.ofMs(Date.parse(at))), way };
}

/** Targets by name, in the order of the configuration. */
function namesOf(targets: AgentSummary["targets"], language: Language): StatusPageModel["names"] {
  return [...Map.groupBy(targets, ({ name }) => name)].map(([name, records]) => ({
    name,
    records: records.map((target) => recordModel(target, language)),
  }));
}

function recordModel(target: TargetSummary, language: Language): RecordModel {
  const { type, desired, confirmed, state, text, verification } = target;
  return {
    type,
    // Without an opinion the records stay as they are, and that is what they are.
    values: desired ?? confirmed ?? [],
    state: text[language],
    isGood: state === "settled",
    verifiedBy: verification?.state === "verified" ? verification.servers : [],
  };
}
