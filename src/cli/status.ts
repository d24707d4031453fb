import { bilingual } from "../core/language.ts";
import type { ServerSummary } from "../core/administration.ts";
import type { AgentSummary } from "../roles/agent-summary.ts";
import { askRunning } from "../roles/ask-running.ts";
import { runningFailureText } from "../roles/open-administration.text.ts";
import { printable, printableJson } from "../text/printable.ts";
import { renderTable } from "../text/table.ts";
import { stateDirectoryOf } from "./open-state.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { exitStatus } from "./exit-status.ts";

/** `holdfast status`: what a running Holdfast knows and does now. */

const texts = bilingual({
  en: {
    head: (version: string, pid: number) => `Holdfast ${version}, process ${pid}`,
    addresses: "Addresses",
    unknown: (reason: string) => `not known (${reason})`,
    none: "none",
    names: ["NAME", "TYPE", "PROVIDER", "VALUES", "STATE", "VERIFIED"],
    verified: (servers: number, tookMs: number) =>
      `by ${servers} ${servers === 1 ? "server" : "servers"} in ${tookMs} ms`,
    notVerified: (reason: string) => `no (${reason})`,
    zones: ["ZONE", "SERIAL", "NAMES"],
    listeners: "Serving",
    queries: (count: number) => `${count} DNS queries answered since the start`,
  },
  "zh-CN": {
    head: (version: string, pid: number) => `Holdfast ${version}，进程 ${pid}`,
    addresses: "地址",
    unknown: (reason: string) => `未知（${reason}）`,
    none: "无",
    names: ["名称", "类型", "服务商", "值", "状态", "验证"],
    verified: (servers: number, tookMs: number) => `${servers} 个服务器，${tookMs} 毫秒`,
    notVerified: (reason: string) => `否（${reason}）`,
    zones: ["区域", "序列号", "名称数"],
    listeners: "正在服务",
    queries: (count: number) => `启动以来已应答 ${count} 个 DNS 查询`,
  },
});

export const status: Command = defineCommand({
  operands: [],
  flags: { ...stateFlag, ...jsonFlag },
  examples: [{ line: "status", purpose: { en: "see whether all names are right", "zh-CN": "查看所有名称是否正确" } }],
  run: async (context, { flags }) => {
    const directory = stateDirectoryOf(context, flags.state);
    if (directory === undefined) return exitStatus.failed;
    const running = await askRunning(directory, context.edge.request);
    if (!running.ok) {
      context.stderr(`${runningFailureText(running, directory, context.language)}\n`);
      const mayPass = running.code === "timed-out" || running.code === "broken-off";
      return mayPass ? exitStatus.temporary : exitStatus.failed;
    }
    const summary = running.value;
    if (flags.json) {
      context.stdout(`${printableJson(summary)}\n`);
      return exitStatus.done;
    }
    const sections = [
      [texts[context.language].head(summary.version, summary.pid)],
      summary.agent === null ? [] : agentLines(summary.agent, context),
      summary.server === null ? [] : serverLines(summary.server, context),
    ];
    const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
    context.stdout(`${shown.join("\n\n")}\n`);
    return exitStatus.done;
  },
});

function agentLines({ detection, targets }: AgentSummary, { language }: CommandContext): readonly string[] {
  const said = texts[language];
  const addresses = detection.families.map(({ family, state, addresses: list, reason }) => {
    const shown = state === "known" ? list.join(", ") || said.none : said.unknown(reason ?? state);
    return `${said.addresses} ${family}: ${shown}`;
  });
  const rows = targets.map(({ name, type, provider, desired, confirmed, verification, text }) => [
    name,
    type,
    provider,
    // Without an opinion the records stay as they are, and that is what they are.
    (desired ?? confirmed ?? []).join(" "),
    printable(text[language]),
    verification === null
      ? ""
      : verification.state === "verified"
        ? said.verified(verification.servers.length, verification.tookMs ?? 0)
        : said.notVerified(verification.reason ?? ""),
  ]);
  return [
    ...addresses,
    "",
    renderTable(
      said.names.map((title) => ({ title })),
      rows,
    ),
  ];
}

function serverLines({ zones, listeners, counters }: ServerSummary, { language }: CommandContext): readonly string[] {
  const said = texts[language];
  const rows = zones.map(({ apex, serial, ownerCount }) => [apex, String(serial), String(ownerCount)]);
  return [
    `${said.listeners}: ${listeners.map(({ kind, endpoint }) => `${kind} ${endpoint}`).join(", ")}`,
    said.queries(counters["queries"] ?? 0),
    "",
    renderTable(
      said.zones.map((title) => ({ title })),
      rows,
    ),
  ];
}
