import { filePlace } from "./file-problem.ts";
import type { AdministrationCode, AdministrationFailure } from "../core/administration.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";

/** Why an administrative step was not done, in words that say what to do. */

type Texts = Readonly<Record<AdministrationCode, (detail: string) => string>>;

/** One or more lines without a final line end; problems of a file come first, each with its place. */
export function administrationFailureText(failure: AdministrationFailure, language: Language): string {
  const problems = (failure.problems ?? []).map(
    (problem) => `${filePlace(failure.detail, problem)}: ${problem.text[language]}`,
  );
  return [...problems, texts[language][failure.code](failure.detail)].join("\n");
}

const texts: Bilingual<Texts> = bilingual<Texts>({
  en: {
    "name-invalid": (detail) => `"${detail}" is not a name that can be used here.`,
    "host-name-invalid": (detail) =>
      `"${detail}" cannot be the name of a host: its labels may have letters, digits, hyphens and underscores, and no hyphen at their ends.`,
    "address-invalid": (detail) => `"${detail}" is not an IP address.`,
    "zone-not-served": (detail) =>
      `No zone here holds ${detail}. "holdfast zone list" shows the zones, "holdfast zone add" adds one.`,
    "zone-exists": (detail) => `The zone ${detail} exists already. To make it equal to a file, import with --replace.`,
    "zone-in-configuration": (detail) =>
      `The zone ${detail} is listed in the configuration and would come back empty. Remove it there first.`,
    "zone-has-hosts": (detail) => `Hosts are registered in ${detail}. Remove them first, or use --with-hosts.`,
    "zone-is-copy": (detail) =>
      `The zone ${detail} is copied from a primary server (server.zones[].primaries), which is where it is changed.`,
    "apex-unknown": (detail) => `${detail} does not say which zone it is; name it with --apex.`,
    "file-has-problems": (detail) => `${detail} has problems; nothing was imported.`,
    "host-exists": (detail) => `The host ${detail} exists already. "holdfast host token" gives it a new token.`,
    "name-reserved": (detail) =>
      `${detail} answers with the address of whoever asks. Choose another name, or another one for that with server.zones[].whoami.`,
    "name-is-alias": (detail) =>
      `${detail} is an alias (CNAME), beside which an address would never be seen. Take the alias out of the zone first.`,
    "host-unknown": (detail) => `There is no host ${detail}. "holdfast host list" shows the hosts.`,
    "entry-too-large": (detail) => `Too much for one change: ${detail}. Split the file.`,
    conflict: (detail) => `Somebody else changed it at the same time: ${detail}. Nothing was changed here; try again.`,
    "memory-full": (detail) => `The server has no memory left for it: ${detail}.`,
    "journal-full": (detail) => `The disk is full; nothing was changed: ${detail}.`,
    "journal-unavailable": (detail) => `The journal does not work: ${detail}.`,
    "journal-corrupt": (detail) => `The journal cannot be read back: ${detail}. Restore it from a backup.`,
    "accounts-unavailable": (detail) => `The accounts cannot be read or written: ${detail}.`,
    "server-absent": () =>
      "The Holdfast that runs here keeps names and serves no zones: its configuration has no server.",
    "server-unreachable": (detail) =>
      `The running server was not heard: ${detail}. If this was to change something, look whether it did.`,
  },
  "zh-CN": {
    "name-invalid": (detail) => `“${detail}”不是可用的名称。`,
    "host-name-invalid": (detail) =>
      `“${detail}”不能作为主机名称：各标签只能由字母、数字、连字符和下划线组成，且不能以连字符开头或结尾。`,
    "address-invalid": (detail) => `“${detail}”不是 IP 地址。`,
    "zone-not-served": (detail) =>
      `这里没有包含 ${detail} 的区域。“holdfast zone list”列出区域，“holdfast zone add”添加区域。`,
    "zone-exists": (detail) => `区域 ${detail} 已存在。若要使其与文件一致，请用 --replace 导入。`,
    "zone-in-configuration": (detail) => `区域 ${detail} 列在配置中，移除后会以空区域重新出现。请先从配置中删除。`,
    "zone-has-hosts": (detail) => `${detail} 中登记有主机。请先移除它们，或使用 --with-hosts。`,
    "zone-is-copy": (detail) => `区域 ${detail} 是从主服务器复制的（server.zones[].primaries），应在主服务器上更改。`,
    "apex-unknown": (detail) => `${detail} 没有说明是哪个区域；请用 --apex 指定。`,
    "file-has-problems": (detail) => `${detail} 有问题，未导入任何内容。`,
    "host-exists": (detail) => `主机 ${detail} 已存在。“holdfast host token”可为其签发新令牌。`,
    "name-reserved": (detail) =>
      `${detail} 会应答查询者自己的地址。请另选名称，或用 server.zones[].whoami 为该用途另选名称。`,
    "name-is-alias": (detail) => `${detail} 是别名（CNAME），其旁的地址永远不会被看到。请先从区域中去掉该别名。`,
    "host-unknown": (detail) => `没有主机 ${detail}。“holdfast host list”列出主机。`,
    "entry-too-large": (detail) => `单次更改过大：${detail}。请拆分文件。`,
    conflict: (detail) => `其他人同时进行了更改：${detail}。这里未做任何更改，请重试。`,
    "memory-full": (detail) => `服务器内存不足：${detail}。`,
    "journal-full": (detail) => `磁盘已满，未做任何更改：${detail}。`,
    "journal-unavailable": (detail) => `变更日志不可用：${detail}。`,
    "journal-corrupt": (detail) => `变更日志无法读回：${detail}。请从备份恢复。`,
    "accounts-unavailable": (detail) => `无法读写账户：${detail}。`,
    "server-absent": () => "这里运行的 Holdfast 只维护名称，不提供区域：其配置中没有 server。",
    "server-unreachable": (detail) => `未收到运行中服务器的应答：${detail}。如果这是一次更改，请检查是否已经生效。`,
  },
});
