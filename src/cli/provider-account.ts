import { nearest } from "../config/nearest.ts";
import { formatKeyPath } from "../config/key-path.ts";
import { hasErrors, type Problem } from "../config/problem.ts";
import { bilingual } from "../core/language.ts";
import { families } from "../core/family.ts";
import { OwnerName } from "../core/name.ts";
import type { ProviderDeclaration, Settings } from "../core/provider.ts";
import { providerCalled } from "../core/provider-search.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { addressType } from "../core/rrset.ts";
import type { SurveyedName } from "../reconcile/account-survey.ts";
import { printable } from "../text/printable.ts";
import type { FlagValues } from "./command.ts";
import { type configFlags, documentRequest } from "./config-flags.ts";
import type { CommandContext } from "./context.ts";
import { credentialsFor } from "./credentials-for.ts";
import { declaredProviders } from "./declared-providers.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";
import { type LoadedConfig, loadConfig, tellProblems } from "./load-config.ts";

/** The account that a command is to look at: an entry of the configuration, or a service by its type. */

export interface Account {
  readonly declaration: ProviderDeclaration;
  /** The configuration's name for it; undefined when the configuration has none. */
  readonly key: string | undefined;
  readonly settings: Settings;
  /** Those that the configuration keeps there, and those asked for besides. */
  readonly names: readonly SurveyedName[];
  readonly authorities: string | undefined;
  /** Speaks the language of the configuration. */
  readonly context: CommandContext;
}

interface Refusal {
  readonly exitStatus: ExitStatus;
}

const texts = bilingual({
  en: {
    unknown: (asked: string, meant: string | undefined) =>
      `There is neither an entry ${asked} under "providers" nor a provider type of that name.${meant === undefined ? "" : ` Did you mean ${meant}?`} "holdfast provider list" shows all types.\n`,
    several: (type: string, keys: readonly string[]) =>
      `The configuration has several entries of the type ${type}; say which: ${keys.join(", ")}.\n`,
    badName: (name: string) => `${name} is no name of the DNS.\n`,
  },
  "zh-CN": {
    unknown: (asked: string, meant: string | undefined) =>
      `providers 下没有名为 ${asked} 的条目，也没有名为 ${asked} 的服务商类型。${meant === undefined ? "" : `是否想写 ${meant}？`}“holdfast provider list”可列出全部类型。\n`,
    several: (type: string, keys: readonly string[]) =>
      `配置中有多个类型为 ${type} 的条目，请指明其一：${keys.join("、")}。\n`,
    badName: (name: string) => `${name} 不是有效的域名。\n`,
  },
});

/** What was asked for, complete; a refusal has been said. */
export async function findAccount(
  asked: string,
  flags: FlagValues<typeof configFlags> & { readonly name: readonly string[] },
  asking: CommandContext,
): Promise<Result<Account, Refusal>> {
  const loaded = await loadConfig(documentRequest(flags), asking);
  const { config, providers, language } = loaded;
  const context = { ...asking, language };
  const extra: OwnerName[] = [];
  for (const text of flags.name) {
    const owner = OwnerName.parse(text);
    if (!owner.ok) {
      context.stderr(texts[language].badName(printable(text)));
      return failure({ exitStatus: exitStatus.usage });
    }
    extra.push(owner.value);
  }
  const key = await keyOf(asked, loaded, context);
  if (!key.ok) return key;
  if (hasErrors(loaded.problems)) tellProblems(loaded, context);
  const configured = key.value === undefined ? undefined : providers.get(key.value);
  // An entry may look complete and yet lack what an error has taken from it.
  const isBroken = key.value !== undefined && hasErrors(problemsOf(key.value, loaded));
  if (isBroken) return failure({ exitStatus: exitStatus.failed });
  if (key.value !== undefined && configured === undefined) return failure({ exitStatus: exitStatus.failed });
  const declaration = configured?.declaration ?? (await context.catalogue.load(asked));
  if (declaration === undefined) {
    context.stderr(texts[language].unknown(printable(asked), await meantBy(asked, loaded, context)));
    return failure({ exitStatus: exitStatus.usage });
  }
  const settings = configured?.settings ?? (await credentialsFor(declaration, context));
  if (settings === undefined) return failure({ exitStatus: exitStatus.failed });
  const kept = (config?.agent.names ?? []).filter(({ provider }) => provider.key === key.value);
  const names = [
    ...kept.map(({ owner, addresses, options }) => {
      const family = families.find((one) => addresses[one].kind !== "off") ?? "ipv4";
      return { owner, type: addressType(family), options };
    }),
    ...extra.map((owner) => ({ owner, type: addressType(declaration.families[0] ?? "ipv4"), options: {} })),
  ];
  return ok({ declaration, key: key.value, settings, names, authorities: config?.trust.authorities, context });
}

function problemsOf(key: string, { problems }: LoadedConfig): readonly Problem[] {
  const place = formatKeyPath(["providers", key]);
  return problems.filter((problem) => problem.key === place || problem.key.startsWith(`${place}.`));
}

/** The entry that is meant: by its own name, or as the only one of a type. */
async function keyOf(
  asked: string,
  { providers, document }: LoadedConfig,
  { language, stderr }: CommandContext,
): Promise<Result<string | undefined, Refusal>> {
  if (providers.has(asked)) return ok(asked);
  const ofType = [...providers].flatMap(([key, one]) => (one?.declaration.id === asked ? [key] : []));
  if (ofType.length < 2 || document.root === undefined) return ok(ofType[0]);
  stderr(texts[language].several(asked, ofType));
  return failure({ exitStatus: exitStatus.usage });
}

async function meantBy(asked: string, { providers }: LoadedConfig, { catalogue }: CommandContext) {
  const called = providerCalled(asked, await declaredProviders(catalogue))?.id;
  return called ?? nearest(asked, [...providers.keys(), ...catalogue.ids]);
}
