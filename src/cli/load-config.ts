import type { Config, ProviderConfig } from "../config/config.ts";
import type { ConfigDocument, DocumentRequest } from "../config/document.ts";
import type { Problem } from "../config/problem.ts";
import { settle } from "../config/settle.ts";
import type { Language } from "../core/language.ts";
import { hasAgentWork } from "../roles/agent-plan.ts";
import { type ConfiguredSource, parseSource } from "../roles/parse-source.ts";
import type { CommandContext } from "./context.ts";
import { type ReadFile, recordingFiles } from "./read-files.ts";
import { renderProblem } from "./render-problem.ts";

/** The configuration for a command: read, settled, and its problems told. */

export interface LoadedConfig {
  /** Undefined when there is an error among the problems. */
  readonly config: Config<ConfiguredSource> | undefined;
  readonly providers: ReadonlyMap<string, ProviderConfig | undefined>;
  readonly document: ConfigDocument;
  /** What the configuration refers to: secrets, certificates of authorities. */
  readonly readFiles: readonly ReadFile[];
  readonly problems: readonly Problem[];
  /** The one of the command line, else of the configuration, else of the host. */
  readonly language: Language;
}

export async function loadConfig(request: DocumentRequest, context: CommandContext): Promise<LoadedConfig> {
  const { catalogue, host } = context;
  const { files, read } = recordingFiles(context.files);
  const document = await context.readDocument(request);
  const settled = await settle(document, { catalogue, files, parseSource, environment: host.environment });
  const configured = settled.config?.language ?? "auto";
  const language = context.isLanguageAsked || configured === "auto" ? context.language : configured;
  return { ...settled, document, readFiles: read(), language };
}

/** Every problem with its excerpt, on standard error. */
export function tellProblems({ problems, document, language }: LoadedConfig, context: CommandContext): void {
  for (const problem of problems) context.stderr(renderProblem(problem, document, language));
}

/** True when there is neither a name or port to keep nor a server to run. */
export function asksForNothing({ agent, server }: Config<unknown>): boolean {
  return !hasAgentWork(agent) && server === undefined;
}
