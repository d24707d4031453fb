import { assert } from "../../core/assert.ts";
import type { Duration } from "../../core/duration.ts";
import { families as bothFamilies, type Family } from "../../core/family.ts";
import type { Bilingual } from "../../core/language.ts";
import type {
  AccessFacts,
  ExcessRule,
  Provider,
  ProviderDeclaration,
  ProviderPorts,
  ServiceNames,
  Settings,
} from "../../core/provider.ts";
import { Secret } from "../../core/secret.ts";
import type { TtlLimits } from "../../core/ttl.ts";
import { type Withdrawal, withdrawsAnything, withdrawsNothing } from "../../core/withdrawal.ts";
import type { AnswerRow } from "./answers.ts";
import type { Connection, PushFamily, ServiceFacts, ZoneFamily } from "./connection.ts";
import { Conversation } from "./conversation.ts";
import { optionsOf, settingsOf, type Fields, type OptionsOf, type SettingsOf } from "./fields.ts";
import { guardPush, guardZoneApi } from "./guard.ts";
import { inspect, type Inspection } from "./inspection.ts";
import type { Server } from "./server.ts";

/** Turns the facts of one service into the declaration that the rest of the program knows. */

/** A page of the service, or of our own documentation for what is ours. */
export type Link = `https://${string}` | `docs/${string}.md`;

/** No per-name options. */
type NoFields = Readonly<Record<never, never>>;

/** As `AccessFacts`, of the fields there are. */
export type AccessOf<C> = Omit<AccessFacts, "excess"> & {
  readonly excess?: readonly (ExcessRule & { readonly field: keyof C & string })[];
};

/** What every declaration states, whatever its kind. */
interface Facts<C extends Fields, O extends Fields> {
  /** Stable, lower case with hyphens; the file name. */
  readonly id: string;
  readonly label: string;
  readonly site: Link;
  /** Where the service documents the interface used here. */
  readonly manual: Link;
  /** What users call it besides; so that they find it. */
  readonly names?: ServiceNames;
  /** Where users get the credentials, and how little these may do. */
  readonly access: AccessOf<C>;
  /** What surprises users of the service; shown on its page. */
  readonly quirks?: readonly Bilingual<string>[];
  /** What nobody has confirmed; shown on its page. */
  readonly unverified?: readonly Bilingual<string>[];
  readonly credentials: C;
  /** Ways to sign in; needed only where required and optional fields cannot say it. */
  readonly signIn?: readonly (readonly (keyof C & string)[])[];
  /** Per-name options; all of them may be left out. */
  readonly options?: O;
  /** Both when absent. */
  readonly families?: readonly Family[];
  readonly largestRRset: number;
  /** Limits in seconds, and what a new RRset gets when the user chose nothing; absent when the service decides. */
  readonly ttl?: TtlLimits & { readonly fallback: number };
  /** Documented pace, per credential. */
  readonly pace?: { readonly requestsPerMinute: number };
  /** Unchanged names expire at the service after this long. */
  readonly refreshEvery?: Duration;
  /** Absent for services that are not spoken to over HTTP. */
  readonly server?: (settings: SettingsOf<C>) => Server;
  /** What answers mean at this service; the common meanings need no row. */
  readonly answers?: readonly AnswerRow[];
}

/** A service whose records can be read and written. */
interface ZoneApiFacts<C extends Fields, O extends Fields> extends Facts<C, O> {
  readonly kind: "zone-api";
  readonly family: (settings: SettingsOf<C>) => ZoneFamily<OptionsOf<O>>;
  /** What the service tells about the credentials themselves. */
  readonly inspections?: (settings: SettingsOf<C>) => readonly Inspection[];
}

/** A service that is told addresses. */
interface PushFacts<C extends Fields, O extends Fields> extends Facts<C, O> {
  readonly kind: "push";
  /** Nothing when absent. */
  readonly withdrawal?: Withdrawal;
  /** True when absent. */
  readonly isInDns?: boolean;
  readonly family: (settings: SettingsOf<C>) => PushFamily<OptionsOf<O>>;
}

/**
 * Declares a service.
 *
 * Settings are typed by `credentials`, per-name options by `options`. The family is a function of the settings: write it
 * with a parameter even if it needs none, because only then does the compiler know the options inside.
 */
export function defineProvider<C extends Fields, O extends Fields = NoFields>(
  facts: ZoneApiFacts<C, O> | PushFacts<C, O>,
): ProviderDeclaration {
  const { id, label, site, manual, names, access, quirks, unverified } = facts;
  const { kind, credentials, signIn, largestRRset, ttl, pace, refreshEvery } = facts;
  const families = facts.families ?? bothFamilies;
  const withdrawal = facts.kind === "zone-api" ? withdrawsAnything : (facts.withdrawal ?? withdrawsNothing);
  return {
    id,
    label,
    site,
    manual,
    kind,
    ...(names === undefined ? {} : { names }),
    access,
    ...(quirks === undefined ? {} : { quirks }),
    ...(unverified === undefined ? {} : { unverified }),
    credentials,
    ...(signIn === undefined ? {} : { signIn }),
    options: Object.fromEntries(
      Object.entries(facts.options ?? {}).map(([name, field]) => [name, { ...field, isRequired: false }]),
    ),
    families,
    largestRRset,
    ttl,
    pace,
    refreshEvery,
    withdrawal,
    isInDns: facts.kind === "zone-api" || facts.isInDns !== false,
    connect: (settings, ports) => connect(facts, { families, largestRRset, ttl, withdrawal }, settings, ports),
  };
}

function connect<C extends Fields, O extends Fields>(
  facts: ZoneApiFacts<C, O> | PushFacts<C, O>,
  serviceFacts: ServiceFacts,
  settings: Settings,
  ports: ProviderPorts,
): Provider {
  const typed = settingsOf(facts.credentials, settings);
  const secrets = Object.values(settings).flatMap((value) => (value instanceof Secret ? [value.reveal()] : []));
  const server = facts.server?.(typed);
  const conversationWith = (one: Server): Conversation =>
    new Conversation({ server: one, answers: facts.answers ?? [], ports, secrets });
  const conversation = server === undefined ? undefined : conversationWith(server);
  const optionFields: Fields = facts.options ?? {};
  const connection: Connection<OptionsOf<O>> = {
    facts: serviceFacts,
    ports,
    get conversation() {
      assert(conversation !== undefined, `${facts.id} declares a server`);
      return conversation;
    },
    secrets,
    options: (values) => optionsOf(optionFields, values) as OptionsOf<O>,
  };
  if (facts.kind === "push") return guardPush(facts.family(typed)(connection), serviceFacts);
  const api = guardZoneApi(facts.family(typed)(connection), serviceFacts);
  const inspections = facts.inspections?.(typed);
  if (inspections === undefined) return api;
  const elsewhere = (one: Server | undefined): Conversation =>
    one === undefined ? connection.conversation : conversationWith(one);
  return { ...api, inspect: (signal) => inspect(inspections, elsewhere, signal) };
}
