import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import { version } from "../core/version.ts";
import type { RunningFailure } from "./ask-running.ts";
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
  if (failure.kind === "running") return runningFailureText(failure.failure, directory, language);
  return stateFailureText(failure, directory, language);
}

/** Why nothing can be asked of what runs, or does not, on a state directory. */
export function runningFailureText(failure: RunningFailure, directory: string, language: Language): string {
  const pid = "pid" in failure ? failure.pid : 0;
  return texts[language][failure.code](directory, failure.detail, pid);
}

type Texts = Readonly<Record<RunningFailure["code"], (directory: string, detail: string, pid: number) => string>>;

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    "not-running": (directory) => `No Holdfast runs on ${directory}. "holdfast run" starts one.`,
    "not-allowed": (directory) =>
      `The Holdfast that runs on ${directory} belongs to another user. Ask as that user or as root.`,
    "timed-out": (_, detail) => `The running Holdfast did not answer: ${detail}.`,
    "broken-off": (_, detail) => `The running Holdfast broke off: ${detail}.`,
    "answer-unreadable": (directory, detail) => `What answers in ${directory} is not a Holdfast (${detail}).`,
    "other-version": (_, running, pid) =>
      `The running Holdfast (process ${pid}) is version ${running}, this is ${version}. Restart it, or use the program it was started from.`,
  },
  "zh-CN": {
    "not-running": (directory) => `${directory} 上没有运行中的 Holdfast。“holdfast run”可启动。`,
    "not-allowed": (directory) => `${directory} 上运行的 Holdfast 属于其他用户。请以该用户或 root 身份执行。`,
    "timed-out": (_, detail) => `运行中的 Holdfast 没有应答：${detail}。`,
    "broken-off": (_, detail) => `运行中的 Holdfast 中断了连接：${detail}。`,
    "answer-unreadable": (directory, detail) => `在 ${directory} 中应答的不是 Holdfast（${detail}）。`,
    "other-version": (_, running, pid) =>
      `运行中的 Holdfast（进程 ${pid}）版本为 ${running}，本程序版本为 ${version}。请重新启动它，或使用启动它的那个程序。`,
  },
});
