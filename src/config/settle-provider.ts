import type { Field, ProviderDeclaration, Settings, SettingValue } from "../core/provider.ts";
import { settingKey } from "../core/setting-key.ts";
import type { ProviderConfig } from "./config.ts";
import type { Cursor } from "./cursor.ts";
import { resolveSecret, type SecretPorts } from "./secret-reference.ts";
import { settleServer } from "./settle-value.ts";

/** Accounts at DNS services, and the options of names kept there. */

/** Undefined, with a problem, when anything it needs is missing. */
export async function settleProvider(
  instance: Cursor,
  declaration: ProviderDeclaration,
  ports: SecretPorts,
): Promise<ProviderConfig | undefined> {
  const settings = await settleFields(instance, declaration.credentials, ports, "with-fallbacks");
  const verify = settleVerify(instance.at("verify"));
  checkSignIn(instance, declaration);
  const isComplete = Object.entries(declaration.credentials).every(
    ([name, field]) => settings[name] !== undefined || !field.isRequired,
  );
  if (!isComplete || verify === undefined) return undefined;
  return { key: String(instance.path.at(-1)), declaration, settings, verify };
}

/** Options of a name; those the user left out stay out, so that the provider's present value is kept. */
export function settleOptions(
  options: Cursor,
  declaration: ProviderDeclaration,
  ports: SecretPorts,
): Promise<Settings> {
  return settleFields(options, declaration.options, ports, "as-written");
}

async function settleFields(
  place: Cursor,
  fields: Readonly<Record<string, Field>>,
  ports: SecretPorts,
  mode: "with-fallbacks" | "as-written",
): Promise<Settings> {
  const settings: Record<string, SettingValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = await settleField(place.at(settingKey(name)), field, ports);
    const settled = value ?? (mode === "with-fallbacks" ? field.fallback : undefined);
    if (settled !== undefined) settings[name] = settled;
  }
  return settings;
}

async function settleField(value: Cursor, field: Field, ports: SecretPorts): Promise<SettingValue> {
  switch (field.kind) {
    case "secret":
      return resolveSecret(value, ports);
    case "url":
      return settleUrl(value);
    case "text":
    case "choice":
      return value.text;
    case "boolean":
      return value.boolean;
    case "integer":
      return value.number;
    case "list":
      return value.isWritten ? value.items.flatMap((item) => item.text ?? []) : undefined;
  }
}

/** The text of an absolute `http` or `https` URL. It may hold a token in its path, so no message shows it. */
function settleUrl(value: Cursor): string | undefined {
  const text = value.text;
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.hostname !== "" &&
    url.username === "" &&
    url.password === ""
  ) {
    return text;
  }
  value.report("wrong-value", { found: value.found(false), wanted: "url" });
  return undefined;
}

/** Exactly one way to sign in must be written whole, so that it is never a guess which account is used. */
function checkSignIn(instance: Cursor, { signIn }: ProviderDeclaration): void {
  if (signIn === undefined) return;
  const ways = signIn.map((way) => way.map(settingKey));
  const written = ways.filter((way) => way.every((key) => instance.at(key).isWritten));
  if (written.length === 0) instance.reportKey("sign-in-missing", { ways });
  if (written.length > 1) instance.reportKey("sign-in-ambiguous", { ways: written });
}

function settleVerify(verify: Cursor): ProviderConfig["verify"] | undefined {
  const kind = verify.isWritten ? verify.choice(["auto", "off"]) : "auto";
  if (kind !== undefined) return { kind };
  const items = verify.at("servers").items;
  const servers = items.flatMap((item) => settleServer(item) ?? []);
  return servers.length === items.length ? { kind: "servers", servers } : undefined;
}
