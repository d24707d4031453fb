import type { AnswerConfig, Config, NameConfig, SourceChoice } from "../config/config.ts";
import { Address } from "../core/address.ts";
import type { AddressScope } from "../core/address-scope.ts";
import { assert } from "../core/assert.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import { OwnerName } from "../core/name.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import type { Result } from "../core/result.ts";
import type { Secret } from "../core/secret.ts";
import { ttlOf } from "../core/ttl.ts";
import { provider as holdfastProvider } from "../providers/holdfast.ts";
import { mailboxName } from "../updates/zone-content.ts";
import { type ConfiguredSource, parseSource } from "./parse-source.ts";

/** What the demonstration is configured with, as a file would say it. */

export const demoZone = "demo.test";

/** Follows a file that people can edit. */
export const demoName = "home.demo.test";

/** Follows the machine. */
export const machineName = "this-host.demo.test";

export const demoNames: readonly string[] = [demoName, machineName];

/** Asked for first; where one is taken, the system chooses. */
export const demoPorts = { dns: 5300, http: 5380, page: 9876 } as const;

/** Where the demonstration listens. */
export interface DemoPlaces {
  readonly dns: Endpoint;
  readonly updates: Endpoint;
}

/** Nobody else can reach it. */
export const loopback: Address = ofText(Address.parse("127.0.0.1"));

/** Documentation addresses, which belong to nobody. RFC 5737 §3, RFC 3849 §2 */
const examples: readonly [first: readonly string[], second: readonly string[]] = [
  ["192.0.2.1", "2001:db8::1"],
  ["203.0.113.7", "2001:db8::7"],
];

/** The file's first content. */
export const firstAddresses: string = [
  "# The addresses of home.demo.test, one per line. Edit and save: the name follows.",
  ...examples[0],
  "",
].join("\n");

/** Addresses that are a change for a name that has `present`. */
export function otherAddresses(present: readonly string[]): readonly string[] {
  const [first, second] = examples;
  return second.some((address) => present.includes(address)) ? first : second;
}

/** Whatever the machine has: the demonstration publishes to itself only. */
const scopes: readonly AddressScope[] = ["global", "private", "carrier-grade-nat", "unique-local", "documentation"];

/** The server alone; port 0 leaves the choice to the system. */
export function demoServerConfig({ dns, updates }: DemoPlaces): Config<ConfiguredSource> {
  const rname = mailboxName(`hostmaster@${demoZone}`);
  assert(rname !== undefined, "the contact is a mailbox");
  return {
    language: "auto",
    log: { level: "error", format: "pretty" },
    trust: { authorities: undefined },
    agent: {
      interval: Duration.minutes(1),
      recheck: Duration.hours(6),
      quorum: 1,
      sources: { ipv4: undefined, ipv6: undefined },
      names: [],
      expose: [],
    },
    server: {
      secondaries: [],
      catalog: undefined,
      keys: [],
      zones: [
        {
          apex: ofText(OwnerName.parse(demoZone)),
          file: undefined,
          nameServers: [ofText(OwnerName.parse(`ns1.${demoZone}`))],
          nameServerAddresses: [loopback],
          rname,
          ttl: ofText(ttlOf(5)),
          whoami: { name: ofText(OwnerName.parse(`whoami.${demoZone}`)), isRequired: false },
          lease: undefined,
          secondaries: [],
          primaries: [],
        },
      ],
      dns: { listen: [dns], threads: 1, answers: demoAnswers, tls: undefined, isOverHttps: true },
      http: { listen: [{ endpoint: updates, tls: undefined }], trustedProxies: [] },
    },
  };
}

const demoAnswers: AnswerConfig = {
  identity: { hostname: undefined, version: undefined },
  hasExtendedErrors: true,
  rateLimit: undefined,
};

/** The server, and an agent that keeps both names on it. */
export function demoConfig(
  places: DemoPlaces,
  addressFile: string,
  tokens: ReadonlyMap<string, Secret>,
): Config<ConfiguredSource> {
  const config = demoServerConfig(places);
  const names = demoNames.map((name): NameConfig<ConfiguredSource> => {
    const source = name === demoName ? `file:${addressFile}` : "interface";
    const ruleFor = (family: Family): SourceChoice<ConfiguredSource> => {
      return { kind: "sources", sources: [ofText(parseSource(source, family, new Map()))] };
    };
    return {
      owner: ofText(OwnerName.parse(name)),
      provider: {
        key: name === demoName ? "demo" : "demo-host",
        declaration: holdfastProvider,
        settings: {
          url: `http://${formatEndpoint(places.updates)}`,
          token: tokens.get(name),
          beacon: "15s",
          insecure: false,
        },
        verify: { kind: "servers", servers: [places.dns] },
      },
      addresses: { ipv4: ruleFor("ipv4"), ipv6: ruleFor("ipv6") },
      uplinks: [],
      use: "first",
      ttl: undefined,
      scopes,
      ownership: "rrset",
      options: {},
    };
  });
  return { ...config, agent: { ...config.agent, names } };
}

/** Our own texts are what they should be. */
function ofText<T>(parsed: Result<T, object>): T {
  assert(parsed.ok, "a text of the demonstration can be read");
  return parsed.value;
}
