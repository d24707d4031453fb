import { Address } from "../core/address.ts";
import type { Clock } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { AddressTable, AddressTableFailure, InterfaceAddress } from "../core/interface-address.ts";
import type { CommandRunner } from "../core/process.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { powershell } from "./powershell.ts";

/**
 * The address table of Windows: which addresses there are from `node:os`, at every reading, and what is known of each from
 * `Get-NetIPAddress`, as seldom as can be: PowerShell costs most of a second of processor time.
 */

type Reading = Result<readonly InterfaceAddress[], AddressTableFailure>;

/**
 * Numbers and English words only, whatever the system's language: properties of the class MSFT_NetIPAddress
 * (learn.microsoft.com, `msft-netipaddress`). Lifetimes are in seconds.
 */
export const addressScript = `$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$found = @(Get-NetIPAddress | ForEach-Object { @{
  name = [string]$_.InterfaceAlias
  index = $_.InterfaceIndex
  address = [string]$_.IPAddress
  prefix = [string]$_.PrefixOrigin
  suffix = [string]$_.SuffixOrigin
  state = [string]$_.AddressState
  preferred = $_.PreferredLifetime.TotalSeconds
  valid = $_.ValidLifetime.TotalSeconds
} })
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
[Console]::Out.Write((ConvertTo-Json -Compress -InputObject $found))
`;

const largestOutputOctets = 4 * 1_024 * 1_024;

/** A cold start on a slow disk. Whoever asked may have gone by then, and the next one finds the answer. */
const commandTimeout = Duration.seconds(20);

/** After so long lifetimes are read anew: routers may have cut them short, of which no event tells. */
const longestKept = Duration.minutes(10);

/** How soon an address that is being checked for duplicates is looked at again. */
const checkedAfter = Duration.seconds(1);

/** What Windows tells of one address at one time. */
export interface WindowsFacts {
  readonly interfaceIndex: number | undefined;
  readonly prefixOrigin: string;
  readonly suffixOrigin: string;
  readonly state: string;
  readonly preferredLifetime: InterfaceAddress["preferredLifetime"];
  readonly validLifetime: InterfaceAddress["validLifetime"];
}

/** By name of interface and address. */
type FactsByKey = ReadonlyMap<string, WindowsFacts>;

interface Kept {
  /** The addresses there were. */
  readonly keys: string;
  readonly facts: FactsByKey;
  /** Monotonic. */
  readonly at: Duration;
}

export class WindowsAddressTable implements AddressTable {
  readonly #commands: CommandRunner;
  readonly #clock: Clock;
  readonly #names: AddressTable;
  #kept: Kept | undefined;
  #asking: { readonly keys: string; readonly answer: Promise<Kept> } | undefined;

  /** @param names tells which addresses there are. */
  constructor(ports: { readonly commands: CommandRunner; readonly clock: Clock }, names: AddressTable) {
    this.#commands = ports.commands;
    this.#clock = ports.clock;
    this.#names = names;
  }

  async read(): Promise<Reading> {
    const table = await this.#names.read();
    if (!table.ok) return table;
    const keys = table.value.map(keyOf).toSorted().join(" ");
    const kept = this.#current(keys, table.value) ?? (await this.#ask(keys));
    const elapsed = Duration.milliseconds(this.#clock.monotonic() - kept.at);
    return ok(table.value.flatMap((entry) => withFacts(entry, kept.facts.get(keyOf(entry)), elapsed)));
  }

  #current(keys: string, entries: readonly InterfaceAddress[]): Kept | undefined {
    const kept = this.#kept;
    if (kept?.keys !== keys) return undefined;
    const elapsed = this.#clock.monotonic() - kept.at;
    const isOutdated = entries.some((entry) => {
      const facts = kept.facts.get(keyOf(entry));
      if (facts?.state === "Tentative") return elapsed >= checkedAfter;
      const lifetime = facts?.preferredLifetime;
      // A router may have renewed it since.
      return typeof lifetime === "number" && lifetime > 0 && elapsed >= lifetime;
    });
    return isOutdated || elapsed >= longestKept ? undefined : kept;
  }

  /** Those who ask at the same time about the same addresses share one answer. */
  #ask(keys: string): Promise<Kept> {
    if (this.#asking?.keys === keys) return this.#asking.answer;
    const asking = { keys, answer: this.#run(keys) };
    this.#asking = asking;
    return asking.answer.finally(() => {
      if (this.#asking === asking) this.#asking = undefined;
    });
  }

  async #run(keys: string): Promise<Kept> {
    const output = await this.#commands.run(powershell(addressScript), {
      timeout: commandTimeout,
      largestOutputOctets,
    });
    const isDone = output.ok && output.value.status === 0;
    const facts = isDone ? parseWindowsAddresses(Buffer.from(output.value.stdout).toString("utf8")) : undefined;
    // Where scripts are forbidden, addresses alone must do; it is tried again when they are others.
    const kept = { keys, facts: facts?.ok === true ? facts.value : new Map(), at: this.#clock.monotonic() };
    this.#kept = kept;
    return kept;
  }
}

function keyOf({ interfaceName, address }: Pick<InterfaceAddress, "interfaceName" | "address">): string {
  return `${interfaceName}|${address}`;
}

/** No entry for an address that is no more: Windows lists those of an expired prefix for a while. */
function withFacts(
  entry: InterfaceAddress,
  facts: WindowsFacts | undefined,
  elapsed: Duration,
): readonly InterfaceAddress[] {
  if (facts === undefined) return [entry];
  const { state, prefixOrigin, suffixOrigin } = facts;
  const [preferred, valid] = [remaining(facts.preferredLifetime, elapsed), remaining(facts.validLifetime, elapsed)];
  if (state === "Invalid" || valid === 0) return [];
  const isKnown = ["Tentative", "Duplicate", "Deprecated", "Preferred"].includes(state);
  const is = (name: string): boolean | undefined => (isKnown ? state === name : undefined);
  return [
    {
      ...entry,
      interfaceIndex: facts.interfaceIndex,
      isTentative: is("Tentative"),
      isDuplicate: is("Duplicate"),
      isDeprecated: preferred === 0 ? true : is("Deprecated"),
      // The part by chance below an advertised prefix is what privacy extensions make; no property tells it plainly.
      isTemporary: prefixOrigin === "RouterAdvertisement" && suffixOrigin === "Random",
      origin: originOf(prefixOrigin),
      preferredLifetime: preferred,
      validLifetime: valid,
    },
  ];
}

function originOf(prefixOrigin: string): InterfaceAddress["origin"] {
  switch (prefixOrigin) {
    case "Manual":
      return "static";
    case "RouterAdvertisement":
      return "slaac";
    case "Dhcp":
      return "dhcp";
    default:
      return undefined;
  }
}

function remaining(
  lifetime: InterfaceAddress["preferredLifetime"],
  elapsed: Duration,
): InterfaceAddress["preferredLifetime"] {
  return typeof lifetime === "number" ? Duration.milliseconds(Math.max(0, lifetime - elapsed)) : lifetime;
}

/** What `addressScript` prints. Entries that are not understood are left out. */
export function parseWindowsAddresses(text: string): Result<FactsByKey, AddressTableFailure> {
  let entries: unknown;
  try {
    entries = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return unreadable("PowerShell printed no JSON");
  }
  if (!Array.isArray(entries)) return unreadable("PowerShell printed no list");
  const found = new Map<string, WindowsFacts>();
  for (const entry of entries.filter(isMap)) {
    const { name, index, address, prefix, suffix, state, preferred, valid } = entry;
    const parsed = typeof address === "string" ? Address.parse(address.replace(/%.*$/, "")) : undefined;
    if (typeof name !== "string" || parsed?.ok !== true) continue;
    found.set(keyOf({ interfaceName: name, address: parsed.value }), {
      interfaceIndex: typeof index === "number" ? index : undefined,
      prefixOrigin: String(prefix),
      suffixOrigin: String(suffix),
      state: String(state),
      preferredLifetime: lifetimeOf(preferred),
      validLifetime: lifetimeOf(valid),
    });
  }
  return ok(found);
}

/** Lifetimes have 32 bits (RFC 4861 §4.6.2); what is longer is the longest span of time that .NET knows. */
function lifetimeOf(seconds: unknown): InterfaceAddress["preferredLifetime"] {
  if (typeof seconds !== "number" || !(seconds >= 0)) return undefined;
  return seconds >= 0xffff_ffff ? "forever" : Duration.seconds(Math.floor(seconds));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unreadable(detail: string): { readonly ok: false } & AddressTableFailure {
  return failure({ code: "address-table-unreadable", detail });
}
