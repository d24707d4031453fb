import { type ConfigNode, emptyMap, type MapNode, type Origin, type ScalarValue } from "../config/node.ts";
import { hasErrors, Problems } from "../config/problem.ts";
import { settle } from "../config/settle.ts";
import { credentialVariable } from "../core/credential-variable.ts";
import { bilingual } from "../core/language.ts";
import type { Field, ProviderDeclaration, Settings } from "../core/provider.ts";
import { settingKey } from "../core/setting-key.ts";
import { parseSource } from "../roles/parse-source.ts";
import { listed } from "../text/plural.ts";
import type { CommandContext } from "./context.ts";
import { renderProblemLine } from "./render-problem.ts";

/**
 * Credentials of a service that no configuration has: from environment variables, and what is missing from the person at
 * the terminal. They are checked as if they stood in a configuration. None comes from the command line, where every
 * process could read it.
 */

const texts = bilingual({
  en: {
    question: (description: string, variable: string) => `${description} (${variable}): `,
    missing: (label: string, variables: readonly string[]) =>
      `No credentials for ${label}: set ${listed(variables)}, or ask at a terminal; or name an entry of "providers" in the configuration.\n`,
  },
  "zh-CN": {
    question: (description: string, variable: string) => `${description}（${variable}）：`,
    missing: (label: string, variables: readonly string[]) =>
      `缺少 ${label} 的凭据：请设置环境变量 ${variables.join("、")}，或在终端中运行以便输入；也可给出配置中 providers 下的条目名称。\n`,
  },
});

/** Undefined, and said, when something is missing or wrong. */
export async function credentialsFor(
  declaration: ProviderDeclaration,
  context: CommandContext,
): Promise<Settings | undefined> {
  const { id, label, credentials } = declaration;
  const { environment } = context.host;
  const given = new Map<string, string>();
  for (const name of Object.keys(credentials)) {
    const text = environment[credentialVariable(id, name)];
    if (text !== undefined && text !== "") given.set(name, text);
  }
  const said = texts[context.language];
  const missing = missingFields(declaration, new Set(given.keys()));
  for (const name of missing) {
    const field = credentials[name];
    if (field === undefined) continue;
    const question = said.question(field.description[context.language], credentialVariable(id, name));
    const answer = await context.edge.ask(question, field.kind === "secret");
    if (answer === undefined || answer === "") {
      context.stderr(
        said.missing(
          label,
          missing.map((one) => credentialVariable(id, one)),
        ),
      );
      return undefined;
    }
    given.set(name, answer);
  }
  return settled(declaration, given, context);
}

/** Required ones; and of the ways to sign in, if none is whole, what is missing of the one that was begun. */
function missingFields({ credentials, signIn = [] }: ProviderDeclaration, given: ReadonlySet<string>): string[] {
  const required = Object.keys(credentials).filter((name) => credentials[name]?.isRequired === true);
  const isWhole = signIn.some((way) => way.every((name) => given.has(name)));
  const begun = signIn.find((way) => way.some((name) => given.has(name))) ?? signIn[0] ?? [];
  return [...required, ...(isWhole ? [] : begun)].filter((name) => !given.has(name));
}

async function settled(
  { id, credentials }: ProviderDeclaration,
  given: ReadonlyMap<string, string>,
  context: CommandContext,
): Promise<Settings | undefined> {
  // Loaded when used: the shapes cost megabytes.
  const { checkShape } = await import("../config/shape.ts");
  const { catalogue, files, host, language } = context;
  const entries = [...given].map(([name, text]) => {
    const origin: Origin = { kind: "environment", variable: credentialVariable(id, name) };
    return [settingKey(name), nodeOf(credentials[name], text, origin)] as const;
  });
  const instance = mapOf([["type", scalarOf(id, { kind: "default" })], ...entries]);
  const problems = new Problems();
  const { root } = await checkShape(mapOf([["providers", mapOf([[id, instance]])]]), catalogue, problems);
  const document = { version: 1, root, problems: problems.all, files: [], hidden: [], hiddenKeys: [] } as const;
  const outcome = await settle(document, { catalogue, files, parseSource, environment: host.environment });
  const about = outcome.problems.filter(({ key }) => key.startsWith("providers"));
  if (hasErrors(about)) {
    for (const problem of about) context.stderr(`${renderProblemLine(problem, language)}\n`);
    return undefined;
  }
  return outcome.providers.get(id)?.settings;
}

function nodeOf(field: Field | undefined, text: string, origin: Origin): ConfigNode {
  if (field?.kind === "boolean" && /^(true|false)$/i.test(text))
    return scalarOf(text.toLowerCase() === "true", origin, text);
  if (field?.kind === "integer" && /^-?\d+$/.test(text)) return scalarOf(Number(text), origin, text);
  if (field?.kind !== "list") return scalarOf(text, origin);
  return { kind: "list", items: text.split(",").map((item) => scalarOf(item.trim(), origin)), origin };
}

function scalarOf(value: ScalarValue, origin: Origin, text: string = String(value)): ConfigNode {
  return { kind: "scalar", value, text, origin };
}

function mapOf(entries: readonly (readonly [key: string, value: ConfigNode])[]): MapNode {
  const origin: Origin = { kind: "default" };
  return { ...emptyMap(origin), entries: entries.map(([key, value]) => ({ key, keyOrigin: origin, value })) };
}
