import type { ProviderCatalogue } from "../core/provider.ts";
import type { Config, LogConfig, ProviderConfig, SourceSpecParser } from "./config.ts";
import { Cursor } from "./cursor.ts";
import type { ConfigDocument } from "./document.ts";
import { hasErrors, type Problem, Problems } from "./problem.ts";
import type { SecretPorts } from "./secret-reference.ts";
import { settleAgent } from "./settle-agent.ts";
import type { BoundSourceParser, NameContext } from "./settle-name.ts";
import { settleProvider } from "./settle-provider.ts";
import { settleServer } from "./settle-server.ts";
import { settleTrust } from "./settle-trust.ts";

/**
 * Decides what a checked document means: texts become values, references are followed, secrets fetched, and what must hold
 * between different keys is checked. Needs none of the libraries that reading needs.
 */

export interface SettlePorts<S> extends SecretPorts {
  readonly catalogue: ProviderCatalogue;
  readonly parseSource: SourceSpecParser<S>;
}

/** A configuration with at most warnings, or none with at least one error. */
export interface Settled<S> {
  readonly config: Config<S> | undefined;
  /** Accounts by the user's names for them, those that no name uses too; undefined for one with errors of its own. */
  readonly providers: ReadonlyMap<string, ProviderConfig | undefined>;
  /** Those of the document and those found here. */
  readonly problems: readonly Problem[];
}

export async function settle<S>(document: ConfigDocument, ports: SettlePorts<S>): Promise<Settled<S>> {
  const problems = new Problems();
  problems.append(document.problems);
  if (document.root === undefined) return { config: undefined, providers: new Map(), problems: problems.all };
  const root = new Cursor(document.root, problems);
  const providers = await settleProviders(root.at("providers"), ports);
  const parseSource: BoundSourceParser<S> = (given, family) => ports.parseSource(given, family, providers);
  const context: NameContext<S> = { providers, parseSource, ports };
  const agent = await settleAgent(root.at("agent"), context);
  const server = root.at("server").isWritten ? await settleServer(root.at("server"), ports) : undefined;
  const language = root.at("language").choice(["auto", "en", "zh-CN"]) ?? "auto";
  const log = settleLog(root.at("log"));
  const trust = await settleTrust(root.at("trust"), ports.files);
  const isUsable = agent !== undefined && !hasErrors(problems.all);
  return {
    config: isUsable ? { language, log, trust, agent, server } : undefined,
    providers,
    problems: problems.all,
  };
}

async function settleProviders<S>(
  instances: Cursor,
  ports: SettlePorts<S>,
): Promise<ReadonlyMap<string, ProviderConfig | undefined>> {
  const providers = new Map<string, ProviderConfig | undefined>();
  for (const key of instances.keys) {
    const instance = instances.at(key);
    const declaration = await ports.catalogue.load(instance.at("type").text ?? "");
    // An instance without a known type has been reported; names may refer to it all the same.
    providers.set(key, declaration && (await settleProvider(instance, declaration, ports)));
  }
  return providers;
}

function settleLog(log: Cursor): LogConfig {
  return {
    level: log.at("level").choice(["debug", "info", "warn", "error"]) ?? "info",
    format: log.at("format").choice(["pretty", "json"]) ?? "pretty",
  };
}
