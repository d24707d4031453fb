import { filePlace } from "./file-problem.ts";
import type { AdministrationFailure, FileProblem } from "../core/administration.ts";
import type { FileFailure } from "../core/files.ts";
import type { JournalFailure } from "../core/journal.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { ListenFailure } from "../core/listen.ts";
import { administrationFailureText } from "./administration.text.ts";

/** Why a server did not start, in words that say what to do about it. */

export type ServerStartFailure =
  | { readonly kind: "journal"; readonly failure: JournalFailure }
  | { readonly kind: "zone-file-unread"; readonly path: string; readonly failure: FileFailure }
  | { readonly kind: "zone-file-wrong"; readonly path: string; readonly problems: readonly FileProblem[] }
  | { readonly kind: "zone-not-created"; readonly apex: string; readonly failure: AdministrationFailure }
  | { readonly kind: "whoami-taken"; readonly name: string }
  | { readonly kind: "certificate-unread"; readonly path: string; readonly failure: FileFailure }
  | { readonly kind: "listen"; readonly purpose: ListenPurpose; readonly failure: ListenFailure };

/** What a listener is for, and with that the key of the configuration that moves it. */
export type ListenPurpose = "dns" | "dns-tls" | "http" | "status-page" | "admin-socket";

/** One or more lines without a final line end. */
export function serverStartFailureText(failure: ServerStartFailure, language: Language): string {
  return texts[language][failure.kind](failure as never);
}

type Of<K extends ServerStartFailure["kind"]> = Extract<ServerStartFailure, { kind: K }>;
type Texts = { readonly [K in ServerStartFailure["kind"]]: (failure: Of<K>) => string };

/** The key of the configuration that moves a listener. */
const keys: Readonly<Record<Exclude<ListenPurpose, "admin-socket">, string | undefined>> = {
  dns: "server.dns.listen",
  "dns-tls": "server.dns.tls.listen",
  http: "server.http.listen",
  "status-page": undefined,
};

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    journal: ({ failure }) =>
      failure.code === "journal-corrupt"
        ? `The journal cannot be read back: ${failure.detail}. Nothing was changed; restore the state directory from a backup.`
        : `The journal could not be opened: ${failure.detail}.`,
    "zone-file-unread": ({ path, failure }) => `The zone file ${path} could not be read: ${failure.detail}.`,
    "zone-file-wrong": ({ path, problems }) =>
      [
        ...problems.map((problem) => `${filePlace(path, problem)}: ${problem.text.en}`),
        `The zone file ${path} has problems; nothing of it was loaded.`,
      ].join("\n"),
    "zone-not-created": ({ apex, failure }) =>
      `The zone ${apex}, which the configuration lists, could not be created. ${administrationFailureText(failure, "en")}`,
    "whoami-taken": ({ name }) =>
      `${name} is to answer with the address of whoever asks, but it has records of its own or is a host. Remove those, or choose another name with server.zones[].whoami.`,
    "certificate-unread": ({ path, failure }) => `The file ${path} could not be read: ${failure.detail}.`,
    listen: ({ purpose, failure }) => {
      const { endpoint, holder, detail } = failure;
      if (purpose === "admin-socket") {
        return `The socket ${endpoint} for administration could not be opened: ${detail}. Choose another state directory with --state.`;
      }
      const key = keys[purpose];
      const elsewhere = key === undefined ? "." : `, or choose another place with ${key}.`;
      switch (failure.code) {
        case "address-in-use": {
          const who = holder === undefined ? "another program" : `${holder.program} (process ${holder.pid})`;
          return `${endpoint} is taken by ${who}. Stop it${elsewhere}`;
        }
        case "permission-denied":
          return `${endpoint} needs more rights: ports below 1024 are for root and for processes with CAP_NET_BIND_SERVICE. Start Holdfast with them${elsewhere}`;
        case "address-not-available":
          return `${endpoint} is not an address of this host. Give it to the host${elsewhere}`;
        case "listen-failed":
          return `${endpoint} could not be opened: ${detail}. Remove the cause${elsewhere}`;
      }
    },
  },
  "zh-CN": {
    journal: ({ failure }) =>
      failure.code === "journal-corrupt"
        ? `变更日志无法读回：${failure.detail}。未做任何修改；请从备份恢复状态目录。`
        : `无法打开变更日志：${failure.detail}。`,
    "zone-file-unread": ({ path, failure }) => `无法读取区域文件 ${path}：${failure.detail}。`,
    "zone-file-wrong": ({ path, problems }) =>
      [
        ...problems.map((problem) => `${filePlace(path, problem)}: ${problem.text["zh-CN"]}`),
        `区域文件 ${path} 有问题，未载入其中任何内容。`,
      ].join("\n"),
    "zone-not-created": ({ apex, failure }) =>
      `无法创建配置中列出的区域 ${apex}。${administrationFailureText(failure, "zh-CN")}`,
    "whoami-taken": ({ name }) =>
      `配置要求 ${name} 应答查询者自己的地址，但该名称已有解析记录或已登记为主机。请移除它们，或用 server.zones[].whoami 另选名称。`,
    "certificate-unread": ({ path, failure }) => `无法读取文件 ${path}：${failure.detail}。`,
    listen: ({ purpose, failure }) => {
      const { endpoint, holder, detail } = failure;
      if (purpose === "admin-socket") {
        return `无法打开用于管理的套接字 ${endpoint}：${detail}。请用 --state 另选状态目录。`;
      }
      const key = keys[purpose];
      const elsewhere = key === undefined ? "。" : `，或用 ${key} 另选位置。`;
      switch (failure.code) {
        case "address-in-use": {
          const who = holder === undefined ? "另一个程序" : ` ${holder.program}（进程 ${holder.pid}）`;
          return `${endpoint} 已被${who}占用。请停止它${elsewhere}`;
        }
        case "permission-denied":
          return `${endpoint} 需要更高权限：1024 以下的端口只供 root 或具有 CAP_NET_BIND_SERVICE 的进程使用。请以这样的权限启动 Holdfast${elsewhere}`;
        case "address-not-available":
          return `${endpoint} 不是本机地址。请将它配置到本机${elsewhere}`;
        case "listen-failed":
          return `无法打开 ${endpoint}：${detail}。请排除原因${elsewhere}`;
      }
    },
  },
});
