import { type Bilingual, bilingual } from "../core/language.ts";
import { type Command, defineCommand } from "./command.ts";
import { documentRequest } from "./config-flags.ts";
import { exitStatus } from "./exit-status.ts";
import { asksForNothing, loadConfig } from "./load-config.ts";
import { runFlags, runLoaded } from "./run.ts";

/** `holdfast` alone: runs the configuration there is, and says how to begin where there is none. */

/** Each example is a whole file that works once the names in it are one's own. */
const firstSteps: Bilingual<(searched: readonly string[]) => string> = bilingual({
  en: (searched) => `Holdfast keeps a name in place while the address behind it moves. There is no configuration yet.

To see what it does, with nothing to configure:

  holdfast demo

To keep a name at a DNS service, write this to holdfast.yaml:

  agent: { names: [{ name: home.example.com, provider: cf }] }
  providers: { cf: { type: cloudflare, token: env:CF_API_TOKEN } }

To serve a zone for your own hosts, write this (and then "holdfast host add home.dyn.example.com"):

  server:
    zones: [{ name: dyn.example.com, ns: [ns1.example.com] }]
    dns: { listen: ["0.0.0.0:53"] }
    http: { listen: ["0.0.0.0:443"], tls: { certificate: /etc/holdfast/tls.pem, key: /etc/holdfast/tls.key } }

"holdfast config check" says what is wrong with it, "holdfast" runs it. It is looked for in
${searched.map((path) => `  ${path}\n`).join("")}"holdfast --help" lists all commands.
`,
  "zh-CN": (searched) => `地址在变，名称不动。目前还没有配置。

无需配置即可查看演示：

  holdfast demo

要在 DNS 服务商处维护一个名称，请将以下内容写入 holdfast.yaml：

  agent: { names: [{ name: home.example.com, provider: cf }] }
  providers: { cf: { type: cloudflare, token: env:CF_API_TOKEN } }

要为自己的主机提供一个区域，请写入以下内容（然后执行“holdfast host add home.dyn.example.com”）：

  server:
    zones: [{ name: dyn.example.com, ns: [ns1.example.com] }]
    dns: { listen: ["0.0.0.0:53"] }
    http: { listen: ["0.0.0.0:443"], tls: { certificate: /etc/holdfast/tls.pem, key: /etc/holdfast/tls.key } }

“holdfast config check”检查配置，“holdfast”运行配置。配置文件的查找位置：
${searched.map((path) => `  ${path}\n`).join("")}“holdfast --help”列出全部命令。
`,
});

export const start: Command = defineCommand({
  operands: [],
  flags: runFlags,
  examples: [],
  run: async (context, { flags }) => {
    const loaded = await loadConfig(documentRequest(flags), context);
    const missing = loaded.problems.find((problem) => problem.code === "no-file");
    if (missing !== undefined && loaded.config !== undefined && asksForNothing(loaded.config)) {
      const searched = "searched" in missing.facts ? missing.facts.searched : [];
      context.stderr(firstSteps[loaded.language](searched));
      return exitStatus.usage;
    }
    return runLoaded(loaded, flags, context);
  },
});
