import type { Duration } from "../../core/duration.ts";
import { families as bothFamilies, type Family } from "../../core/family.ts";
import type { Bilingual } from "../../core/language.ts";
import type { ProviderDeclaration, ServiceNames } from "../../core/provider.ts";
import type { Secret } from "../../core/secret.ts";
import { type Withdrawal, withdrawsNothing } from "../../core/withdrawal.ts";
import type { AnswerRow } from "./answers.ts";
import { basic } from "./auth/basic.ts";
import { basicOfHost } from "./auth/basic-of-host.ts";
import type { Authentication } from "./authentication.ts";
import { type AccessOf, defineProvider, type Link } from "./define.ts";
import { dyndns2, type Dyndns2Spec } from "./families/dyndns2.ts";
import { choiceField, insecureField, secretField, textField, type FieldOf } from "./fields.ts";
import { textServer, type BaseAddress } from "./server.ts";

/** Declares one of the many services that differ from dyndns2 in facts only. What they share is `families/dyndns2.ts`'s. */

export interface Dyndns2Facts extends Omit<Dyndns2Spec<unknown>, "mustName" | "route" | "withdraw"> {
  /** Stable, lower case with hyphens; the file name. */
  readonly id: string;
  readonly label: string;
  readonly site: Link;
  readonly manual: Link;
  readonly names?: ServiceNames;
  readonly access: AccessOf<LoginFields>;
  readonly quirks?: readonly Bilingual<string>[];
  readonly unverified?: readonly Bilingual<string>[];
  /** The whole update address. Where encryption is not offered, the user has to accept that. */
  readonly update: `https://${string}` | `http://${string}`;
  readonly login: Login;
  /** Families the service publishes; both when absent. */
  readonly publishes?: readonly Family[];
  /** What becomes of the record of a family that a request does not name; it stays as it is when absent. */
  readonly unnamed?: Readonly<Record<Family, "deleted" | "falsified">>;
  /** The User-Agent, where the service asks for one of a certain form. */
  readonly agent?: string;
  /** The service asks for an address to write to in the User-Agent; whoever runs the client may give theirs. */
  readonly asksForContact?: boolean;
  /** The answers are HTML pages; `answers` has to know them. */
  readonly answersInPages?: boolean;
  /** What answers mean that are not of the protocol's words. */
  readonly answers?: readonly AnswerRow[];
  readonly refreshEvery?: Duration;
  readonly pace?: { readonly requestsPerMinute: number };
}

/** How the fields of HTTP Basic are called at the service. */
export interface Login {
  /** Absent where every host signs in as itself, with its full name. */
  readonly username?: Bilingual<string>;
  readonly password: Bilingual<string>;
  readonly whereToFind?: Bilingual<string>;
  /** The user name may be left out; then the host signs in as itself. */
  readonly isUsernameOptional?: boolean;
}

type Records = "both" | Family;

type LoginFields = {
  readonly username?: FieldOf<string | undefined>;
  readonly password: FieldOf<Secret>;
  readonly records?: FieldOf<Records>;
  readonly contact?: FieldOf<string | undefined>;
  readonly insecure?: FieldOf<boolean>;
};

/** A declaration, given what is different at one service. */
export function dyndns2Service(facts: Dyndns2Facts): ProviderDeclaration {
  const { id, label, site, manual, names, access, quirks, unverified } = facts;
  const { update, publishes, agent, answers, answersInPages, refreshEvery, pace } = facts;
  const isEncrypted = isHttps(update);
  return defineProvider({
    id,
    label,
    site,
    manual,
    ...(names === undefined ? {} : { names }),
    access,
    ...(quirks === undefined ? {} : { quirks }),
    ...(unverified === undefined ? {} : { unverified }),
    kind: "push",
    credentials: fieldsOf(facts, isEncrypted),
    largestRRset: 1,
    ...(publishes === undefined ? {} : { families: publishes }),
    withdrawal: withdrawalOf(facts),
    ...(answers === undefined ? {} : { answers }),
    ...(refreshEvery === undefined ? {} : { refreshEvery }),
    ...(pace === undefined ? {} : { pace }),
    server: ({ username, password, contact, insecure = false }) => {
      const base: BaseAddress = isHttps(update) ? update : { url: update, insecure };
      const agents = [agent, contact].filter((part) => part !== undefined);
      const headers = agents.length === 0 ? {} : { "user-agent": agents.join(" ") };
      const reads = answersInPages === true ? "any" : "text";
      return textServer(base, authenticationOf(facts, username, password), { headers, reads });
    },
    family: ({ records }) =>
      dyndns2({
        ...facts,
        ...(records === undefined ? {} : { mustName: records === "both" ? bothFamilies : [records] }),
      }),
  });
}

function isHttps(address: string): address is `https://${string}` {
  return address.startsWith("https://");
}

function authenticationOf(facts: Dyndns2Facts, username: string | undefined, password: Secret): Authentication {
  return username === undefined
    ? basicOfHost(facts.parameters?.hostname ?? "hostname", password)
    : basic(username, password);
}

/** Where a record that is not named is deleted, that is how to withdraw it. */
function withdrawalOf({ unnamed }: Dyndns2Facts): Withdrawal {
  if (unnamed === undefined) return withdrawsNothing;
  return { families: bothFamilies.filter((family) => unnamed[family] === "deleted"), needs: "other-address" };
}

function fieldsOf({ login, unnamed, asksForContact }: Dyndns2Facts, isEncrypted: boolean): LoginFields {
  const { username, password, whereToFind, isUsernameOptional } = login;
  const help = whereToFind === undefined ? {} : { whereToFind };
  return {
    ...(username === undefined ? {} : { username: usernameField(username, isUsernameOptional === true) }),
    password: secretField(password, help),
    ...(unnamed !== undefined ? { records: recordsField } : {}),
    ...(asksForContact === true ? { contact: contactField } : {}),
    ...(isEncrypted ? {} : { insecure: insecureField }),
  };
}

function usernameField(description: Bilingual<string>, isOptional: boolean): FieldOf<string | undefined> {
  return isOptional ? textField(description, { optional: true }) : textField(description);
}

const contactField: FieldOf<string | undefined> = textField(
  {
    en: "E-mail address where the service may reach you about this client; it becomes part of the User-Agent",
    "zh-CN": "供服务商就此客户端与您联系的电子邮箱，会写入 User-Agent",
  },
  { optional: true },
);

const recordsField: FieldOf<Records> = choiceField(
  {
    en: "Records the name has; the service deletes the one that an update does not name, so nothing is sent without both",
    "zh-CN": "该名称拥有的解析记录；更新请求中未写出的记录会被服务商删除，因此默认两者齐备才发送",
  },
  ["both", "ipv4", "ipv6"],
  { fallback: "both" },
);
