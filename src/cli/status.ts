import { bilingual } from "../core/language.ts";
import type { ServerSummary } from "../core/administration.ts";
import type { AgentSummary } from "../roles/agent-summary.ts";
import { askRunning } from "../roles/ask-running.ts";
import { runningFailureText } from "../roles/open-administration.text.ts";
import { familyTexts } from "../detect/verdict.text.ts";
import { portText, protocolName, reachedAt, stateOfFamily, verificationText } from "../roles/agent-summary.text.ts";
import { listenerNames } from "../roles/server.text.ts";
import { udpTexts } from "../roles/udp-plane.text.ts";
import { counted } from "../text/plural.ts";
import { printableJson } from "../text/printable.ts";
import { type Column, renderTable } from "../text/table.ts";
import { stateDirectoryOf } from "./open-state.ts";
import { jsonFlag, stateFlag } from "./shared-flags.ts";
import { type Command, defineCommand } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { zoneTable } from "./zone-table.ts";
import { exitStatus } from "./exit-status.ts";

/** `holdfast status`: what a running Holdfast knows and does now. */

const texts = bilingual({
  en: {
    head: (version: string, pid: number) => `Holdfast ${version}, process ${pid}`,
    colon: ": ",
    comma: ", ",
    names: ["NAME", "TYPE", "PROVIDER", "VALUES", "STATE", "VERIFIED"],
    ports: ["PORT", "FAMILY", "REACHED AT", "BY", "STATE"],
    listeners: "Serving",
    udp: "Queries over UDP",
    queries: (count: number) => `${counted(count, "DNS query", "DNS queries")} answered since the start`,
  },
  "zh-CN": {
    head: (version: string, pid: number) => `Holdfast ${version}，进程 ${pid}`,
    colon: "：",
    comma: "，",
    names: ["名称", "类型", "服务商", "值", "状态", "验证"],
    ports: ["端口", "协议族", "访问地址", "方式", "状态"],
    listeners: "正在服务",
    udp: "UDP 查询",
    queries: (count: number) => `启动以来已应答 ${count} 个 DNS 查询`,
  },
});

export const status: Command = defineCommand({
  description: {
    en: "The exit status says whether there was an answer, not whether all is well; scripts find the state of each name in the JSON.",
    "zh-CN": "退出状态只表示是否得到应答，不表示一切正常；脚本可从 JSON 中取得每个名称的状态。",
  },
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

function agentLines({ detection, targets, mappings }: AgentSummary, { language }: CommandContext): readonly string[] {
  const said = texts[language];
  const addresses = detection.families.map(
    (family) => `${familyTexts[family.family]}${said.colon}${stateOfFamily(family, language)}`,
  );
  const rows = targets.map((target) => {
    const { name, type, provider, desired, confirmed, text } = target;
    // Without an opinion the records stay as they are, and that is what they are.
    const values = (desired ?? confirmed ?? []).join(" ");
    return [name, type, provider, values, text[language], verificationText(target, language)];
  });
  const ports = mappings.map((mapping) => [
    ...[portText(mapping), familyTexts[mapping.family], reachedAt(mapping), protocolName(mapping)],
    mapping.text[language],
  ]);
  const parts = [
    addresses.join("\n"),
    targets.length === 0 ? "" : renderTable(columns(said.names), rows),
    mappings.length === 0 ? "" : renderTable(columns(said.ports), ports),
  ];
  return [parts.filter((part) => part !== "").join("\n\n")];
}

function serverLines({ zones, listeners, udp, counters }: ServerSummary, context: CommandContext): readonly string[] {
  const { language } = context;
  const said = texts[language];
  const places = listeners.map(({ kind, endpoint }) => `${listenerNames[kind]} ${endpoint}`);
  return [
    `${said.listeners}${said.colon}${places.join(said.comma)}`,
    `${said.udp}${said.colon}${udpTexts[language](udp)}`,
    said.queries(counters["queries"] ?? 0),
    "",
    zoneTable(zones, context),
  ];
}

function columns(titles: readonly string[]): readonly Column[] {
  return titles.map((title) => ({ title }));
}
