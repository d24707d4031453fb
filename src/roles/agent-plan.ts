import type { AddressRule as ConfiguredRule, AgentConfig, NameConfig, SourceChoice } from "../config/config.ts";
import { assert } from "../core/assert.ts";
import { families, type Family } from "../core/family.ts";
import type { ProviderPorts, Settings } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { parseSources, type SourceSpec } from "../detect/source-spec.ts";
import type { AddressRule, ManagedName, VerdictKey, VerifyRule } from "../reconcile/managed-name.ts";
import { defaultPolicy, type ManagedService, type ReconcileConfiguration } from "../reconcile/managed-service.ts";
import type { DetectionTask } from "./detection.ts";

/** From a configuration to what detection and reconciling are built from. */

/** Address sources as the configuration carries them: one text can stand for several. */
export type ConfiguredSources = readonly SourceSpec[];

export interface AgentPlan {
  readonly tasks: readonly DetectionTask[];
  readonly reconcile: ReconcileConfiguration;
}

/** Turns a text into one that tells equal ones apart without revealing them; the key stays in the state directory. */
export type KeyedDigest = (text: string) => string;

/** Builds the plan; providers are connected, which sends nothing. */
export function planAgent(
  config: AgentConfig<ConfiguredSources>,
  ports: ProviderPorts,
  digest: KeyedDigest,
): AgentPlan {
  const tasks = new Map<VerdictKey, DetectionTask>();
  const verdictOf = (name: NameConfig<ConfiguredSources>, family: Family, choice: SourceChoice<ConfiguredSources>) => {
    const specs = sourcesOf(config, family, choice);
    const key = `${family} ${JSON.stringify(specs)} ${name.scopes.join(",")}` as VerdictKey;
    tasks.set(key, { key, family, specs, scopes: name.scopes, quorum: config.quorum });
    return key;
  };
  const ruleOf = (name: NameConfig<ConfiguredSources>, family: Family): AddressRule => {
    const rule: ConfiguredRule<ConfiguredSources> = name.addresses[family];
    if (rule.kind === "off") return { kind: "unmanaged" };
    if (rule.kind !== "neighbour") return { kind: "verdict", verdict: verdictOf(name, family, rule) };
    const { interfaceId, prefixLength } = rule;
    return { kind: "prefix-of", verdict: verdictOf(name, family, rule.prefixOf), interfaceId, prefixLength };
  };
  const names = config.names.map((name): ManagedName => {
    const addresses = { ipv4: ruleOf(name, "ipv4"), ipv6: ruleOf(name, "ipv6") };
    const { owner, ttl, options, ownership, provider } = name;
    const settled = { addresses, ttl, options: revealed(options), ownership, verify: provider.verify.kind };
    return {
      owner,
      providerKey: provider.key,
      addresses,
      ttl,
      options,
      ownership,
      verify: verifyRule(provider.verify),
      configuration: digest(JSON.stringify([settled, provider.declaration.id, revealed(provider.settings)])),
    };
  });
  const providers = new Map(config.names.map(({ provider }) => [provider.key, provider]));
  const services = [...providers.values()].map(
    ({ key, declaration, settings }): ManagedService => ({
      key,
      provider: declaration.connect(settings, ports),
      limits: declaration,
      credential: digest(JSON.stringify([declaration.id, revealed(settings)])),
    }),
  );
  const policy = { ...defaultPolicy, recheck: config.recheck };
  return { tasks: [...tasks.values()], reconcile: { names, services, policy } };
}

function sourcesOf(
  config: AgentConfig<ConfiguredSources>,
  family: Family,
  choice: SourceChoice<ConfiguredSources>,
): readonly SourceSpec[] {
  if (choice.kind === "sources") return choice.sources.flat();
  const configured = config.sources[family];
  if (configured !== undefined) return configured.flat();
  const builtIn = parseSources("auto", family);
  assert(builtIn.ok, "the built-in sources can be read");
  return builtIn.value;
}

function verifyRule(verify: NameConfig<ConfiguredSources>["provider"]["verify"]): VerifyRule {
  if (verify.kind === "auto") return { kind: "delegated" };
  return verify;
}

/** Settings in a form that differs whenever a credential does; only ever digested. */
function revealed(settings: Settings): unknown {
  return Object.entries(settings)
    .map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value])
    .toSorted();
}

/** Families that at least one name keeps. */
export function managedFamilies(plan: AgentPlan): readonly Family[] {
  return families.filter((family) => plan.tasks.some((task) => task.family === family));
}
