import { Instant } from "../core/clock.ts";
import { bilingual, type Language } from "../core/language.ts";
import type { AgentHistoryLine } from "../roles/agent-history.ts";
import { administrationFailureText } from "../roles/administration.text.ts";
import { entryText } from "../roles/entry.text.ts";
import { runningFailureText } from "../roles/open-administration.text.ts";
import { type HistoryFailure, readHistory } from "../roles/read-history.ts";
import { stateFailureText } from "../roles/state.text.ts";
import { printable, printableJson } from "../text/printable.ts";
import { formatClock } from "../text/time.ts";
import { stateDirectoryOf, statePorts } from "./open-state.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { exitStatus } from "./exit-status.ts";

/** `holdfast history`: what happened to names here, newest last. */

const texts = bilingual({
  en: {
    nothing: "Nothing has happened yet.\n",
    badLimit: "The limit is a whole number from 1 to 1000.\n",
    unread: (detail: string) => `The history could not be read: ${detail}.`,
    withDetail: (text: string, detail: string) => `${text} (${detail})`,
  },
  "zh-CN": {
    nothing: "还没有任何记录。\n",
    badLimit: "数量应为 1 到 1000 的整数。\n",
    unread: (detail: string) => `无法读取历史记录：${detail}。`,
    withDetail: (text: string, detail: string) => `${text}（${detail}）`,
  },
});

export const history: Command = defineCommand({
  operands: [],
  flags: {
    name: {
      kind: "text",
      value: "NAME",
      description: { en: "only what concerns this name", "zh-CN": "只显示与该名称有关的记录" },
    },
    limit: {
      kind: "text",
      short: "n",
      value: "COUNT",
      description: { en: "at most so many lines; default 50", "zh-CN": "最多显示多少行；默认 50" },
    },
    ...stateFlag,
    ...jsonFlag,
  },
  examples: [
    {
      line: "history --name home.example.org",
      purpose: { en: "see when an address changed", "zh-CN": "查看地址何时变化" },
    },
  ],
  run: async (context, { flags }) => {
    const said = texts[context.language];
    const limit = Number(flags.limit ?? "50");
    if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
      context.stderr(said.badLimit);
      return exitStatus.usage;
    }
    const directory = stateDirectoryOf(context, flags.state);
    if (directory === undefined) return exitStatus.failed;
    const owner = flags.name?.replace(/\.$/, "").toLowerCase();
    const clockTime = (at: Instant): string => formatClock(at, context.offset);
    const read = await readHistory(directory, { owner, limit }, { ...statePorts(context), clockTime });
    if (!read.ok) {
      context.stderr(`${failureText(read, directory, context)}\n`);
      return exitStatus.failed;
    }
    const { agent, server } = read.value;
    if (flags.json) {
      context.stdout(`${printableJson({ agent, server })}\n`);
      return exitStatus.done;
    }
    const lines = [
      ...agent.map((line) => ({ at: line.at, text: agentText(line, context.language) })),
      ...server.map((entry) => ({ at: entry.at, text: entryText(entry, context.language) })),
    ];
    // Both come newest first, and what happened within one millisecond is to stay in its order.
    const newest = lines
      .toReversed()
      .toSorted((a, b) => a.at.localeCompare(b.at))
      .slice(-limit);
    for (const { at, text } of newest) {
      context.stdout(`${clockTime(Instant.ofMs(Date.parse(at)))}  ${printable(text)}\n`);
    }
    if (newest.length === 0) context.stdout(said.nothing);
    return exitStatus.done;
  },
});

function agentText({ text, detail }: AgentHistoryLine, language: Language): string {
  return detail === null || detail === "" ? text[language] : texts[language].withDetail(text[language], detail);
}

function failureText(failure: HistoryFailure, directory: string, { language }: CommandContext): string {
  if (failure.kind === "agent") return texts[language].unread(failure.failure.detail);
  if (failure.kind === "server") return administrationFailureText(failure.failure, language);
  if (failure.kind === "running") return runningFailureText(failure.failure, directory, language);
  return stateFailureText(failure, directory, language);
}
