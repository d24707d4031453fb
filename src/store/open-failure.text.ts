import { type Bilingual, bilingual } from "../core/language.ts";
import type { OpenFailure, OpenFailureCode } from "./storage-failure.ts";

/** What a person reads when a store cannot be opened: what it is, and what to do. */
export const openFailureText: Bilingual<Readonly<Record<OpenFailureCode, (failure: OpenFailure) => string>>> =
  bilingual({
    en: {
      "store-not-permitted": ({ path }) =>
        `${path} may not be read and written by this user. Give it to the user Holdfast runs as.`,
      "store-unreadable": ({ path, detail }) => `${path} cannot be opened: ${detail}.`,
      "store-disk-full": ({ path }) =>
        `There is no space left to open ${path}. Nothing was changed; make room and start again.`,
      "store-in-use": ({ path }) => `${path} is in use by another program. Stop that program first.`,
      "not-a-store": ({ path, detail }) =>
        `${path} was not written by Holdfast (${detail}). It was left as it is; move it away or choose another state directory.`,
      "store-corrupt": ({ path, detail }) =>
        `${path} is damaged (${detail}). It was left as it is; restore it from a backup.`,
      "store-newer": ({ path, detail }) =>
        `${path} was written by a newer Holdfast (${detail}). It was left as it is; run that version or restore a backup.`,
      "storage-thread-failed": ({ path, detail }) =>
        `${path} could not be opened: ${detail}. This is a bug of Holdfast.`,
    },
    "zh-CN": {
      "store-not-permitted": ({ path }) => `当前用户无权读写 ${path}。请将其所有者改为运行 Holdfast 的用户。`,
      "store-unreadable": ({ path, detail }) => `无法打开 ${path}：${detail}。`,
      "store-disk-full": ({ path }) => `磁盘空间不足，无法打开 ${path}。数据未被改动，请清理空间后重新启动。`,
      "store-in-use": ({ path }) => `${path} 正被其他程序占用，请先停止该程序。`,
      "not-a-store": ({ path, detail }) =>
        `${path} 不是 Holdfast 写入的文件（${detail}）。文件未被改动，请将其移走，或改用其他状态目录。`,
      "store-corrupt": ({ path, detail }) => `${path} 已损坏（${detail}）。文件未被改动，请从备份恢复。`,
      "store-newer": ({ path, detail }) =>
        `${path} 由更新版本的 Holdfast 写入（${detail}）。文件未被改动，请运行该版本，或从备份恢复。`,
      "storage-thread-failed": ({ path, detail }) => `无法打开 ${path}：${detail}。这是 Holdfast 自身的缺陷。`,
    },
  });
