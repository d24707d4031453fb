import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { FolderReason } from "../platform/private-folder.ts";
import { openFailureText } from "../store/open-failure.text.ts";
import type { StateAbsent, StateFailure } from "./state.ts";

/** Why a state directory is not to be had. */

export function stateFailureText(reason: StateFailure | StateAbsent, directory: string, language: Language): string {
  const said = texts[language];
  switch (reason.kind) {
    case "absent":
      return said.absent(directory);
    case "store":
      return openFailureText[language][reason.failure.code](reason.failure);
    case "lock": {
      const { code, detail, holder } = reason.failure;
      return code === "state-in-use" ? said.inUse(directory, holder) : said.unlockable(directory, detail);
    }
    case "folder": {
      const { failure } = reason;
      if (failure.code === "folder-not-ours") return said.foreign(directory, failure.owner);
      return failure.code === "folder-shared"
        ? said.shared(directory, failure.detail)
        : said.unusable(directory, said.reasons[failure.reason](failure.detail));
    }
  }
}

interface Texts {
  readonly absent: (directory: string) => string;
  readonly inUse: (directory: string, holder: number | undefined) => string;
  readonly unlockable: (directory: string, detail: string) => string;
  readonly foreign: (directory: string, owner: number) => string;
  readonly shared: (directory: string, entries: string) => string;
  readonly unusable: (directory: string, why: string) => string;
  readonly reasons: Readonly<Record<FolderReason, (detail: string) => string>>;
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    absent: (directory) =>
      `${directory} is no state directory: no Holdfast has run on it. Name another one with --state.`,
    inUse: (directory, holder) =>
      `Another Holdfast${holder === undefined ? "" : ` (process ${holder})`} uses ${directory}. Stop it, or choose another directory with --state.`,
    unlockable: (directory, detail) =>
      `The lock in ${directory} cannot be taken: ${detail}. The directory must be writable and on a disk that knows locks; choose another one with --state.`,
    foreign: (directory, owner) =>
      `${directory} belongs to another user (number ${owner}), who could change what is kept there. Run Holdfast as that user, or choose another directory with --state.`,
    shared: (directory, entries) =>
      `${directory} is open to other users and holds things that are not Holdfast's (${entries}, …), so it was left as it is. Choose an empty directory with --state.`,
    unusable: (directory, why) =>
      `${directory} cannot be used as the state directory: ${why}. Choose another one with --state.`,
    reasons: {
      "not-a-folder": () => "it, or something above it, is no directory",
      "not-permitted": () => "this user may not make or write it",
      "no-place": () => "no directory can be made there",
      other: (detail) => detail,
    },
  },
  "zh-CN": {
    absent: (directory) => `${directory} 不是状态目录：还没有 Holdfast 在其上运行过。请用 --state 指定其他目录。`,
    inUse: (directory, holder) =>
      `另一个 Holdfast${holder === undefined ? "" : `（进程 ${holder}）`}正在使用 ${directory}。请停止它，或用 --state 另选目录。`,
    unlockable: (directory, detail) =>
      `无法取得 ${directory} 中的锁：${detail}。该目录必须可写，且所在磁盘支持文件锁；也可用 --state 另选目录。`,
    foreign: (directory, owner) =>
      `${directory} 属于其他用户（编号 ${owner}），该用户可以更改其中的内容。请以该用户身份运行 Holdfast，或用 --state 另选目录。`,
    shared: (directory, entries) =>
      `${directory} 对其他用户开放，且其中有不属于 Holdfast 的内容（${entries} 等），因此未作改动。请用 --state 选择一个空目录。`,
    unusable: (directory, why) => `${directory} 不能用作状态目录：${why}。请用 --state 另选目录。`,
    reasons: {
      "not-a-folder": () => "它或其上级不是目录",
      "not-permitted": () => "当前用户无权创建或写入",
      "no-place": () => "无法在该处创建目录",
      other: (detail) => detail,
    },
  },
});
