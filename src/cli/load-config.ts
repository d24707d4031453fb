import type { Config } from "../config/config.ts";
import type { ConfigDocument, DocumentRequest } from "../config/document.ts";
import type { Problem } from "../config/problem.ts";
import { settle } from "../config/settle.ts";
import type { CommandContext } from "./context.ts";
import { type ConfiguredSource, parseSource } from "./parse-source.ts";
import { renderProblem } from "./render-problem.ts";

/** The configuration for a command: read, settled, and its problems told. */

export interface LoadedConfig {
  /** Undefined when there is an error among the problems. */
  readonly config: Config<ConfiguredSource> | undefined;
  readonly document: ConfigDocument;
  readonly problems: readonly Problem[];
}

export async function loadConfig(request: DocumentRequest, context: CommandContext): Promise<LoadedConfig> {
  const { catalogue, files, host } = context;
  const document = await context.readDocument(request);
  const settled = await settle(document, { catalogue, files, parseSource, environment: host.environment });
  return { ...settled, document };
}

/** Every problem with its excerpt, on standard error. */
export function tellProblems({ problems, document }: LoadedConfig, context: CommandContext): void {
  for (const problem of problems) context.stderr(renderProblem(problem, document, context.language));
}
