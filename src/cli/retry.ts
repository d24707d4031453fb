import { bilingual } from "../core/language.ts";
import { askToRetry } from "../roles/ask-to-retry.ts";
import { runningFailureText } from "../roles/open-administration.text.ts";
import { counted } from "../text/plural.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitStatus } from "./exit-status.ts";
import { stateDirectoryOf } from "./open-state.ts";
import { stateFlag } from "./shared-flags.ts";

/** `holdfast retry`: lets a running Holdfast try again what was refused, without waiting. */

const texts = bilingual({
  en: {
    asked: (count: number) =>
      `Trying again: ${counted(count, "record set")}. "holdfast status" shows what comes of it.\n`,
    nothing: "The Holdfast that runs here keeps no names.\n",
  },
  "zh-CN": {
    asked: (count: number) => `正在重试 ${count} 个解析记录集。结果见“holdfast status”。\n`,
    nothing: "这里运行的 Holdfast 没有要维护的名称。\n",
  },
});

export const retry: Command = defineCommand({
  description: {
    en: "What a provider refused waits until somebody acts; this is how to say that it is done. The addresses are found out anew as well.",
    "zh-CN": "被服务商拒绝的更新会等待人工处理；处理完后用本命令告知。地址也会重新检测。",
  },
  operands: [],
  flags: stateFlag,
  examples: [
    {
      line: "retry",
      purpose: { en: "after something was put right at the provider", "zh-CN": "在服务商处解决问题之后" },
    },
  ],
  run: async (context, { flags }) => {
    const directory = stateDirectoryOf(context, flags.state);
    if (directory === undefined) return exitStatus.failed;
    const asked = await askToRetry(directory, context.edge.request);
    if (!asked.ok) {
      context.stderr(`${runningFailureText(asked, directory, context.language)}\n`);
      return exitStatus.failed;
    }
    const said = texts[context.language];
    if (asked.value === undefined) {
      context.stderr(said.nothing);
      return exitStatus.failed;
    }
    context.stdout(said.asked(asked.value));
    return exitStatus.done;
  },
});
