import type { CommandEntry } from "./command.ts";

/** The table of commands. Each is imported when it is used. */
export const commands: readonly CommandEntry[] = [
  {
    words: [],
    summary: {
      en: "run the configuration there is, or say how to begin",
      "zh-CN": "运行现有的配置；没有配置时说明如何开始",
    },
    load: async () => (await import("./start.ts")).start,
  },
  {
    words: ["run"],
    summary: { en: "keep names and serve zones as configured", "zh-CN": "按配置维护名称并提供区域" },
    load: async () => (await import("./run.ts")).run,
  },
  {
    words: ["demo"],
    summary: {
      en: "server and agent on loopback, nothing to configure",
      "zh-CN": "在本机回环上演示服务器与代理，无需配置",
    },
    load: async () => (await import("./demo.ts")).demo,
  },
  {
    words: ["once"],
    summary: { en: "one pass over all names, for cron and hooks", "zh-CN": "对所有名称执行一轮更新，用于 cron 与钩子" },
    load: async () => (await import("./once.ts")).once,
  },
  {
    words: ["plan"],
    summary: { en: "show what would change, and change nothing", "zh-CN": "显示将要更改的内容，不做任何更改" },
    load: async () => (await import("./plan.ts")).plan,
  },
  {
    words: ["detect"],
    summary: { en: "what every source says now, and the verdict", "zh-CN": "各来源当前的结果与结论" },
    load: async () => (await import("./detect.ts")).detect,
  },
  {
    words: ["status"],
    summary: { en: "what a running Holdfast knows and does", "zh-CN": "查看运行中的 Holdfast 的状态" },
    load: async () => (await import("./status.ts")).status,
  },
  {
    words: ["history"],
    summary: { en: "what happened to names here", "zh-CN": "查看名称的历史记录" },
    load: async () => (await import("./history.ts")).history,
  },
  {
    words: ["retry"],
    summary: { en: "try again now what was refused", "zh-CN": "立即重试被拒绝的更新" },
    load: async () => (await import("./retry.ts")).retry,
  },
  {
    words: ["zone", "add"],
    summary: { en: "serve a new zone", "zh-CN": "提供一个新区域" },
    load: async () => (await import("./zone-add.ts")).zoneAdd,
  },
  {
    words: ["zone", "import"],
    summary: { en: "read a zone from a master file", "zh-CN": "从区域文件导入" },
    load: async () => (await import("./zone-import.ts")).zoneImport,
  },
  {
    words: ["zone", "export"],
    summary: { en: "print a zone as a master file", "zh-CN": "将区域输出为区域文件" },
    load: async () => (await import("./zone-export.ts")).zoneExport,
  },
  {
    words: ["zone", "list"],
    summary: { en: "list the served zones", "zh-CN": "列出所提供的区域" },
    load: async () => (await import("./zone-list.ts")).zoneList,
  },
  {
    words: ["zone", "remove"],
    summary: { en: "stop serving a zone", "zh-CN": "停止提供一个区域" },
    load: async () => (await import("./zone-remove.ts")).zoneRemove,
  },
  {
    words: ["host", "add"],
    summary: { en: "let clients update a name; prints its token", "zh-CN": "允许客户端更新一个名称，并输出令牌" },
    load: async () => (await import("./host-add.ts")).hostAdd,
  },
  {
    words: ["host", "list"],
    summary: { en: "list the hosts and their addresses", "zh-CN": "列出主机及其地址" },
    load: async () => (await import("./host-list.ts")).hostList,
  },
  {
    words: ["host", "remove"],
    summary: { en: "end a host's tokens and withdraw its addresses", "zh-CN": "移除主机：令牌失效并撤下地址" },
    load: async () => (await import("./host-remove.ts")).hostRemove,
  },
  {
    words: ["host", "token"],
    summary: { en: "give a host a new token", "zh-CN": "为主机签发新令牌" },
    load: async () => (await import("./host-token.ts")).hostToken,
  },
  {
    words: ["provider", "list"],
    summary: { en: "list the DNS services there are", "zh-CN": "列出支持的 DNS 服务商" },
    load: async () => (await import("./provider-list.ts")).providerList,
  },
  {
    words: ["provider", "show"],
    summary: { en: "what a DNS service needs and can do", "zh-CN": "查看某个服务商所需的设置与能力" },
    load: async () => (await import("./provider-show.ts")).providerShow,
  },
  {
    words: ["provider", "test"],
    summary: {
      en: "check credentials without writing, and warn of too large ones",
      "zh-CN": "检查凭据而不写入，并提示权限过大",
    },
    load: async () => (await import("./provider-test.ts")).providerTest,
  },
  {
    words: ["provider", "zones"],
    summary: { en: "list the zones that credentials see", "zh-CN": "列出凭据可见的区域" },
    load: async () => (await import("./provider-zones.ts")).providerZones,
  },
  {
    words: ["config", "check"],
    summary: { en: "check the configuration and say what is wrong", "zh-CN": "检查配置并指出问题" },
    load: async () => (await import("./config-check.ts")).configCheck,
  },
  {
    words: ["config", "schema"],
    summary: { en: "print the JSON Schema of the configuration file", "zh-CN": "输出配置文件的 JSON Schema" },
    load: async () => (await import("./config-schema.ts")).configSchema,
  },
  {
    words: ["config", "export"],
    summary: { en: "print the configuration in effect", "zh-CN": "输出当前生效的配置" },
    load: async () => (await import("./config-export.ts")).configExport,
  },
  {
    words: ["config", "read"],
    summary: { en: "read the configuration for another process", "zh-CN": "为另一个进程读取配置" },
    isInternal: true,
    load: async () => (await import("./config-read.ts")).configRead,
  },
];
