import type { LocalFailure } from "../core/local-socket.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { OpenAdministrationFailure } from "./open-administration.ts";
import { serverStartFailureText } from "./server-start.text.ts";
import { stateFailureText } from "./state.text.ts";

/** Why a server could not be reached or opened. */

export function openAdministrationFailureText(
  failure: OpenAdministrationFailure,
  directory: string,
  language: Language,
): string {
  if (failure.kind === "journal") return serverStartFailureText(failure, language);
  if (failure.kind === "socket") return socketFailureText(failure.failure, directory, language);
  return stateFailureText(failure, directory, language);
}

/** Why the socket in a state directory gave no answer. */
export function socketFailureText(failure: LocalFailure, directory: string, language: Language): string {
  return texts[language][failure.code](directory, failure.detail);
}

const texts: Bilingual<Readonly<Record<LocalFailure["code"], (directory: string, detail: string) => string>>> =
  bilingual({
    en: {
      "not-running": (directory) => `No Holdfast runs on ${directory}. "holdfast run" starts one.`,
      "not-allowed": (directory) =>
        `The Holdfast that runs on ${directory} belongs to another user. Ask as that user or as root.`,
      "timed-out": (_, detail) => `The running Holdfast did not answer: ${detail}.`,
      "broken-off": (_, detail) => `The running Holdfast broke off: ${detail}.`,
    },
    "zh-CN": {
      "not-running": (directory) => `${directory} 上没有运行中的 Holdfast。“holdfast run”可启动。`,
      "not-allowed": (directory) => `${directory} 上运行的 Holdfast 属于其他用户。请以该用户或 root 身份执行。`,
      "timed-out": (_, detail) => `运行中的 Holdfast 没有应答：${detail}。`,
      "broken-off": (_, detail) => `运行中的 Holdfast 中断了连接：${detail}。`,
    },
  });
