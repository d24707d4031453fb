import type { CommandEntry } from "./command.ts";

/** The table of commands. Each is imported when it is used. */
export const commands: readonly CommandEntry[] = [
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
