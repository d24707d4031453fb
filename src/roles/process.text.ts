import type { Bilingual } from "../core/language.ts";
import { type LogEvent, logEvent } from "../core/log.ts";
import { counted, listed } from "../text/plural.ts";

/** What a process tells about itself. */

export const bugMet: LogEvent<{ error: unknown }> = logEvent("error", "process.bug-met", {
  en: () => "A bug of Holdfast ended one piece of work; the program goes on. Please report it with the lines below.",
  "zh-CN": () => "Holdfast 的缺陷中断了一项工作，程序继续运行。请附上以下内容报告问题。",
});

export const commandBroke: LogEvent<{ error: unknown }> = logEvent("error", "process.command-broke", {
  en: () => "A bug of Holdfast ended this command. Please report it with the lines below.",
  "zh-CN": () => "Holdfast 的缺陷中断了本命令。请附上以下内容报告问题。",
});

export const stopping: LogEvent<{ signal: string }> = logEvent("info", "process.stopping", {
  en: ({ signal }) => `Stopping on ${signal}.`,
  "zh-CN": ({ signal }) => `收到 ${signal}，正在停止。`,
});

export const stopped: LogEvent<Readonly<Record<never, never>>> = logEvent("info", "process.stopped", {
  en: () => "Holdfast has stopped.",
  "zh-CN": () => "Holdfast 已停止。",
});

export const started: LogEvent<{ version: string; pid: number; state: string }> = logEvent("info", "process.started", {
  en: ({ version, pid, state }) => `Holdfast ${version} runs as process ${pid}; its state is in ${state}.`,
  "zh-CN": ({ version, pid, state }) => `Holdfast ${version} 以进程 ${pid} 运行，状态目录为 ${state}。`,
});

export const reloaded: LogEvent<{ names: number }> = logEvent("info", "process.reloaded", {
  en: ({ names }) => `The configuration was read again and is in force; it has ${counted(names, "name")} to keep.`,
  "zh-CN": ({ names }) => `已重新读取配置并生效；需要维护 ${names} 个名称。`,
});

/** One problem of the configuration, place and sentence, as `config check` shows it. */
export const configProblems: Readonly<Record<"error" | "warning", LogEvent<{ line: Bilingual<string> }>>> = {
  error: logEvent("error", "process.config-error", { en: ({ line }) => line.en, "zh-CN": ({ line }) => line["zh-CN"] }),
  warning: logEvent("warn", "process.config-warning", {
    en: ({ line }) => line.en,
    "zh-CN": ({ line }) => line["zh-CN"],
  }),
};

/** What is wrong with the configuration has been told before; `why` is set when that is something else. */
export const notReloaded: LogEvent<{ why: Bilingual<string> | undefined }> = logEvent("error", "process.not-reloaded", {
  en: ({ why }) =>
    `${why === undefined ? "The configuration has errors." : why.en} The earlier configuration stays in force.`,
  "zh-CN": ({ why }) => `${why === undefined ? "配置有错误。" : why["zh-CN"]}继续使用先前的配置。`,
});

export const reloadedInPart: LogEvent<{ names: number; keys: readonly string[] }> = logEvent(
  "warn",
  "process.reloaded-in-part",
  {
    en: ({ names, keys }) =>
      `The configuration was read again and is in force, but for ${listed(keys)}: changes of that take effect at the next start. It has ${counted(names, "name")} to keep.`,
    "zh-CN": ({ names, keys }) =>
      `已重新读取配置，除 ${keys.join("、")} 的更改要到下次启动时生效外，其余均已生效；需要维护 ${names} 个名称。`,
  },
);

export const storageEnded: LogEvent<{ detail: string }> = logEvent("error", "process.storage-ended", {
  en: ({ detail }) => `Storage has ended: ${detail}. Stopping, so that a supervisor can start anew.`,
  "zh-CN": ({ detail }) => `存储已终止：${detail}。正在停止，以便由监管程序重新启动。`,
});

/** Told when a directory that others could look into has been closed to them. */
export const stateWasOpen: LogEvent<{ directory: string }> = logEvent("warn", "process.state-was-open", {
  en: ({ directory }) =>
    `Other users could look into the state directory ${directory}; it is closed to them now (mode 0700).`,
  "zh-CN": ({ directory }) => `其他用户原先可以查看状态目录 ${directory}；现已对其关闭（权限 0700）。`,
});
