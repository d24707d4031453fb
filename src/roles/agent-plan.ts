import type { AddressRule as ConfiguredRule, AgentConfig, NameConfig, SourceChoice } from "../config/config.ts";
import type { AddressScope } from "../core/address-scope.ts";
import { assert } from "../core/assert.ts";
import type { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { ProviderPorts, Settings } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { parseSources, type SourceSpec } from "../detect/source-spec.ts";
import type { Uplink } from "../detect/uplink.ts";
import type { AddressRule, ManagedName, VerdictKey, VerifyRule } from "../reconcile/managed-name.ts";
import { defaultPolicy, type ManagedService, type ReconcileConfiguration } from "../reconcile/managed-service.ts";
import { type PlannedBeacon, planBeacons } from "./beacon-plan.ts";
import type { Exposure } from "../expose/exposure.ts";
import type { DetectionTask } from "./detection.ts";
import type { UplinkGroup } from "./uplink-groups.ts";
import type { ConfiguredSource } from "./parse-source.ts";
import { exposuresOf } from "./port-keeping.ts";

/** From a configuration to what detection and reconciling are built from. */

export interface AgentPlan {
  readonly tasks: readonly DetectionTask[];
  /** Answers of several uplinks together, over tasks of each. */
  readonly groups: readonly UplinkGroup[];
  /** Longest pause between two looks. */
  readonly interval: Duration;
  readonly reconcile: ReconcileConfiguration;
  readonly beacons: readonly PlannedBeacon[];
  /** Ports as the configuration lists them. */
  readonly ports: number;
  /** One for each family of each port. */
  readonly exposures: readonly Exposure[];
}

/** True when there is something for an agent to do. */
export function hasAgentWork({ names, expose }: AgentConfig<unknown>): boolean {
  return names.length > 0 || expose.length > 0;
}

/** Turns a text into one that tells equal ones apart without revealing them; the key stays in the state directory. */
export type KeyedDigest = (text: string) => string;

/**
 * Builds the plan; providers are connected, which sends nothing.
 *
 * @param earlier the plan that this one follows: a provider entry that has not changed stays connected, and keeps what it
 * has found out.
 */
export function planAgent(
  config: AgentConfig<ConfiguredSource>,
  ports: ProviderPorts,
  digest: KeyedDigest,
  earlier?: AgentPlan,
): AgentPlan {
  const tasks = new Map<VerdictKey, DetectionTask>();
  const groups = new Map<VerdictKey, UplinkGroup>();
  const verdictOf = (name: NameConfig<ConfiguredSource>, family: Family, choice: TaskChoice) => {
    const { scopes, uplinks, use } = name;
    if (uplinks.length === 0) {
      const task = taskOf(config, family, choice, scopes);
      tasks.set(task.key, task);
      return task.key;
    }
    const members = uplinks.map((uplink) => {
      const task = taskOf(config, family, choice, scopes, uplink);
      tasks.set(task.key, task);
      return { task: task.key, uplink: uplink.name };
    });
    const [only, another] = members;
    // One uplink has nobody to give way to.
    if (only !== undefined && another === undefined) return only.task;
    const key = JSON.stringify([use, members]) as VerdictKey;
    groups.set(key, { key, use, members });
    return key;
  };
  const ruleOf = (name: NameConfig<ConfiguredSource>, family: Family): AddressRule => {
    const rule: ConfiguredRule<ConfiguredSource> = name.addresses[family];
    if (rule.kind === "off") return { kind: "unmanaged" };
    if (rule.kind !== "neighbour") return { kind: "verdict", verdict: verdictOf(name, family, rule) };
    const { interfaceId, prefixLength } = rule;
    return { kind: "prefix-of", verdict: verdictOf(name, family, rule.prefixOf), interfaceId, prefixLength };
  };
  const names = config.names.map((name): ManagedName => {
    const addresses = { ipv4: ruleOf(name, "ipv4"), ipv6: ruleOf(name, "ipv6") };
    const { owner, ttl, options, ownership, provider } = name;
    const verify = verifyRule(provider);
    const settled = { addresses, ttl, options: revealed(options), ownership, verify };
    return {
      owner,
      providerKey: provider.key,
      addresses,
      ttl,
      options,
      ownership,
      verify,
      configuration: digest(JSON.stringify([settled, provider.declaration.id, revealed(provider.settings)])),
    };
  });
  const specsOf = (verdict: VerdictKey): readonly SourceSpec[] => tasks.get(verdict)?.specs ?? [];
  const beacons = config.names.flatMap((name, index) => {
    const rules = names[index]?.addresses;
    return rules === undefined ? [] : planBeacons(name, { rules, specsOf });
  });
  const providers = new Map(config.names.map(({ provider }) => [provider.key, provider]));
  const services = [...providers.values()].map(({ key, declaration, settings }): ManagedService => {
    const credential = digest(JSON.stringify([declaration.id, revealed(settings)]));
    const same = earlier?.reconcile.services.find(
      (service) => service.key === key && service.credential === credential,
    );
    return same ?? { key, provider: declaration.connect(settings, ports), limits: declaration, credential };
  });
  const policy = { ...defaultPolicy, recheck: config.recheck };
  return {
    tasks: [...tasks.values()],
    groups: [...groups.values()],
    interval: config.interval,
    reconcile: { names, services, policy },
    beacons,
    ports: config.expose.length,
    exposures: exposuresOf(config.expose),
  };
}

/** What a question can be about: everything sources say, or some of this host's own addresses. */
type TaskChoice = SourceChoice<ConfiguredSource> | (ConfiguredRule<ConfiguredSource> & { readonly kind: "pinned" });

function sourcesOf(config: AgentConfig<ConfiguredSource>, family: Family, choice: TaskChoice): readonly SourceSpec[] {
  // Only this host can tell which of its addresses stands where; what others see proves nothing about that.
  if (choice.kind === "pinned") return [{ kind: "interface", interfaceName: choice.interfaceName }];
  if (choice.kind === "sources") return choice.sources.flat();
  const configured = config.sources[family];
  if (configured !== undefined) return configured.flat();
  const builtIn = parseSources("auto", family);
  assert(builtIn.ok, "the built-in sources can be read");
  return builtIn.value;
}

function verifyRule({ verify, declaration }: NameConfig<ConfiguredSource>["provider"]): VerifyRule {
  if (verify.kind !== "auto") return verify;
  return { kind: declaration.isInDns ? "delegated" : "off" };
}

/** Settings in a form that differs whenever a credential does; only ever digested. */
function revealed(settings: Settings): unknown {
  return Object.entries(settings)
    .map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value])
    .toSorted();
}

/** The question that `auto` stands for, whether or not a name asks it. */
export function generalTask(config: AgentConfig<ConfiguredSource>, family: Family): DetectionTask {
  return taskOf(config, family, { kind: "auto" }, ["global"]);
}

function taskOf(
  config: AgentConfig<ConfiguredSource>,
  family: Family,
  choice: TaskChoice,
  scopes: readonly AddressScope[],
  uplink?: Uplink,
): DetectionTask {
  const specs = sourcesOf(config, family, choice);
  const { quorum } = config;
  const pin = choice.kind === "pinned" ? choice : undefined;
  const key = JSON.stringify([family, specs, scopes, quorum, pin, uplink], told) as VerdictKey;
  const narrowed = { ...(pin === undefined ? {} : { pin }), ...(uplink === undefined ? {} : { uplink }) };
  return { key, family, specs, scopes, quorum, ...narrowed };
}

/** Two patterns are two questions, and JSON shows all of them alike. */
function told(_key: string, value: unknown): unknown {
  return value instanceof RegExp ? String(value) : value;
}
