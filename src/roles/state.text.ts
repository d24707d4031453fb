import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import { openFailureText } from "../store/open-failure.text.ts";
import type { StateFailure } from "./state.ts";

/** Why a state directory is not to be had. */

export function stateFailureText(failure: StateFailure, directory: string, language: Language): string {
  if (failure.kind === "store") return openFailureText[language][failure.failure.code](failure.failure);
  const { code, detail, holder } = failure.failure;
  return code === "state-in-use"
    ? texts[language].inUse(directory, holder)
    : texts[language].unusable(directory, detail);
}

interface Texts {
  readonly inUse: (directory: string, holder: number | undefined) => string;
  readonly unusable: (directory: string, detail: string) => string;
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    inUse: (directory, holder) =>
      `Another Holdfast${holder === undefined ? "" : ` (process ${holder})`} uses ${directory}. Stop it, or choose another directory with --state.`,
    unusable: (directory, detail) =>
      `${directory} cannot be locked: ${detail}. Choose a directory on another file system with --state.`,
  },
  "zh-CN": {
    inUse: (directory, holder) =>
      `另一个 Holdfast${holder === undefined ? "" : `（进程 ${holder}）`}正在使用 ${directory}。请停止它，或用 --state 另选目录。`,
    unusable: (directory, detail) => `无法锁定 ${directory}：${detail}。请用 --state 选择其他文件系统上的目录。`,
  },
});
