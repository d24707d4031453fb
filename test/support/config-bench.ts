import type { Config } from "../../src/config/config.ts";
import { readDocument } from "../../src/config/read-document.ts";
import { type Settled, settle } from "../../src/config/settle.ts";
import { type ConfiguredSource, parseSource } from "../../src/roles/parse-source.ts";
import { commandContext, type Surroundings } from "./command-bench.ts";

/** From the text of a file to its meaning, without a command. */

export async function settleText(text: string, surroundings: Surroundings = {}): Promise<Settled<ConfiguredSource>> {
  const context = commandContext({ ...surroundings, files: { ...surroundings.files, "/etc/hf/holdfast.yaml": text } });
  const { files, host, catalogue } = context;
  const request = { file: "/etc/hf/holdfast.yaml", profile: undefined, flags: [] };
  const document = await readDocument(request, { files, host, catalogue });
  // As when another process has read it.
  const received = JSON.parse(JSON.stringify(document));
  return settle(received, { files, catalogue, parseSource, environment: host.environment });
}

/** The configuration of a text that has no errors. */
export async function configOf(text: string, surroundings: Surroundings = {}): Promise<Config<ConfiguredSource>> {
  const { config, problems } = await settleText(text, surroundings);
  if (config === undefined) throw new Error(`expected a configuration, got ${JSON.stringify(problems)}`);
  return config;
}
