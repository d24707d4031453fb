import type { DocumentRequest } from "../config/document.ts";
import type { FlagSetting } from "../config/settings.ts";
import type { Flag, FlagValues } from "./command.ts";

/** The flags of every command that reads the configuration. */

export const configFlags: {
  readonly config: Flag & { readonly kind: "text" };
  readonly profile: Flag & { readonly kind: "text" };
  readonly set: Flag & { readonly kind: "text"; readonly isRepeatable: true };
} = {
  config: {
    kind: "text",
    short: "c",
    value: "FILE",
    description: {
      en: "configuration file; without it the usual places are searched",
      "zh-CN": "配置文件；省略时在常用位置查找",
    },
  },
  profile: {
    kind: "text",
    value: "NAME",
    description: {
      en: "also read holdfast.NAME.yaml beside the file; its values win",
      "zh-CN": "同时读取旁边的 holdfast.NAME.yaml，其中的值优先",
    },
  },
  set: {
    kind: "text",
    value: "KEY=VALUE",
    isRepeatable: true,
    description: {
      en: "set one key, for example agent.interval=30s",
      "zh-CN": "设置一个键，例如 agent.interval=30s",
    },
  },
};

/** What the flags ask for; `settings` are what a command's own flags set, such as `--log-level`. */
export function documentRequest(
  flags: FlagValues<typeof configFlags>,
  settings: readonly FlagSetting[] = [],
): DocumentRequest {
  const given = flags.set.map((assignment) => {
    const equals = assignment.indexOf("=");
    // Without a value there is no key either: what is left is reported, not guessed at.
    const key = equals < 0 ? "" : assignment.slice(0, equals);
    return { flag: "--set", key, text: assignment.slice(equals + 1) };
  });
  return { file: flags.config, profile: flags.profile, flags: [...settings, ...given] };
}
