import type { Config, NameConfig } from "../config/config.ts";
import { Address } from "../core/address.ts";
import type { AddressScope } from "../core/address-scope.ts";
import { assert } from "../core/assert.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { Language } from "../core/language.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import { OwnerName } from "../core/name.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { Secret } from "../core/secret.ts";
import { ttlOf } from "../core/ttl.ts";
import { statusHandler } from "../dashboard/status-handler.ts";
import { parseSources } from "../detect/source-spec.ts";
import { ensurePrivateFolder } from "../platform/private-folder.ts";
import { replaceFile } from "../platform/replace-file.ts";
import { provider as holdfastProvider } from "../providers/holdfast.ts";
import { mailboxName } from "../updates/zone-content.ts";
import type { ConfiguredSource } from "./agent-plan.ts";
import { demoAddressesPath } from "./state-place.ts";
import { type RunFailure, type RunningHoldfast, type RunPorts, startHoldfast } from "./run.ts";
import { statusPageModel } from "./status-page-model.ts";

/**
 * The demonstration: a server and an agent in one process, on loopback, for a zone of their own. One name follows a file
 * that people can edit, so that they see a change travel; another follows this machine's own addresses.
 */

export const demoZone = "demo.test";

/** Follows the file. */
export const demoName = "home.demo.test";

/** Follows the machine. */
export const machineName = "this-host.demo.test";

/** Asked for first; when one is taken, the system chooses. */
export const demoPorts = { dns: 5300, http: 5380, page: 9876 } as const;

export interface RunningDemo extends Running {
  readonly dns: Endpoint;
  readonly updates: Endpoint;
  readonly page: Endpoint;
  readonly addressFile: string;
  readonly holdfast: RunningHoldfast;
}

const everyScope: readonly AddressScope[] = ["global", "private", "carrier-grade-nat", "unique-local", "documentation"];

/** What the file says at first: documentation addresses, which belong to nobody. RFC 5737 §3, RFC 3849 §2 */
const firstAddresses =
  "# The addresses of home.demo.test, one per line. Edit and save: the name follows.\n192.0.2.1\n2001:db8::1\n";

const loopback = ofText(Address.parse("127.0.0.1"));

/** Starts the demonstration in a folder of its own below the state directory. */
export async function startDemo(stateDirectory: string, ports: RunPorts): Promise<Result<RunningDemo, RunFailure>> {
  const addressFile = demoAddressesPath(stateDirectory);
  ensurePrivateFolder(stateDirectory);
  const present = await ports.host.files.read(addressFile, 65_536);
  if (!present.ok && present.code === "file-missing") await replaceFile(addressFile, firstAddresses);

  const holdfast = await startServerOfDemo(stateDirectory, ports);
  if (!holdfast.ok) return holdfast;
  const { server } = holdfast.value;
  assert(server !== undefined, "the demonstration has a server");
  const endpointOf = (kind: string): Endpoint => {
    const text = server.listeners.find((listener) => listener.kind === kind)?.endpoint ?? "";
    return { address: loopback, port: Number(text.split(":").at(-1)) };
  };
  const [dns, updates] = [endpointOf("dns-udp"), endpointOf("http")];
  const tokens = new Map<string, Secret>();
  for (const name of [demoName, machineName]) {
    const known = await server.administration.addHost(name);
    const issued = known.ok ? known : await server.administration.renewToken(name, false);
    assert(issued.ok, `a token for ${name} can be issued`);
    tokens.set(name, new Secret(issued.value.token));
  }
  const reloaded = await holdfast.value.reload({
    ...configOf({ dns, updates }),
    agent: agentConfig(addressFile, { dns, updates }, tokens),
  });
  const page = reloaded.ok ? await openPage(holdfast.value, dns, ports) : reloaded;
  if (!page.ok) {
    await holdfast.value.stop();
    return page;
  }
  return ok({
    dns,
    updates,
    page: page.value.endpoint,
    addressFile,
    holdfast: holdfast.value,
    stop: () => stopAll([holdfast.value, page.value.listener]),
  });
}

/** The usual ports, and when one is taken, ports the system chooses. */
async function startServerOfDemo(
  stateDirectory: string,
  ports: RunPorts,
): Promise<Result<RunningHoldfast, RunFailure>> {
  const place = (port: number): Endpoint => ({ address: loopback, port });
  const usual = { dns: place(demoPorts.dns), updates: place(demoPorts.http) };
  const started = await startHoldfast(configOf(usual), stateDirectory, ports);
  if (started.ok || started.kind !== "listen" || started.failure.code !== "address-in-use") return started;
  return startHoldfast(configOf({ dns: place(0), updates: place(0) }), stateDirectory, ports);
}

interface Places {
  readonly dns: Endpoint;
  readonly updates: Endpoint;
}

function configOf({ dns, updates }: Places): Config<ConfiguredSource> {
  const apex = ofText(OwnerName.parse(demoZone));
  const contact = mailboxName(`hostmaster@${demoZone}`);
  assert(contact !== undefined, "the contact is a mailbox");
  return {
    language: "auto",
    log: { level: "info", format: "pretty" },
    trust: { authorities: undefined },
    agent: {
      interval: Duration.minutes(1),
      recheck: Duration.hours(6),
      quorum: 1,
      sources: { ipv4: undefined, ipv6: undefined },
      names: [],
    },
    server: {
      zones: [
        {
          apex,
          file: undefined,
          nameServers: [ofText(OwnerName.parse(`ns1.${demoZone}`))],
          rname: contact,
          ttl: ofText(ttlOf(5)),
        },
      ],
      dns: { listen: [dns] },
      http: { listen: [{ endpoint: updates, tls: undefined }], trustedProxies: [] },
    },
  };
}

function agentConfig(
  addressFile: string,
  { dns, updates }: Places,
  tokens: ReadonlyMap<string, Secret>,
): Config<ConfiguredSource>["agent"] {
  const nameOf = (name: string, source: string): NameConfig<ConfiguredSource> => {
    const sources = (family: Family) => {
      const specs = ofText(parseSources(source, family));
      return { kind: "sources", sources: [specs] } as const;
    };
    return {
      owner: ofText(OwnerName.parse(name)),
      provider: {
        key: name === demoName ? "demo" : "demo-host",
        declaration: holdfastProvider,
        settings: { url: `http://${formatEndpoint(updates)}`, token: tokens.get(name), insecure: false },
        verify: { kind: "servers", servers: [dns] },
      },
      addresses: { ipv4: sources("ipv4"), ipv6: sources("ipv6") },
      ttl: undefined,
      scopes: everyScope,
      ownership: "rrset",
      options: {},
    };
  };
  const names = [nameOf(demoName, `file:${addressFile}`), nameOf(machineName, "interface")];
  return { ...configOf({ dns, updates }).agent, names };
}

async function openPage(
  holdfast: RunningHoldfast,
  dns: Endpoint,
  { host, clockTime }: RunPorts,
): Promise<Result<{ readonly listener: Running; readonly endpoint: Endpoint }, RunFailure>> {
  let hosts: readonly string[] = [];
  const handler = statusHandler({
    hosts: () => hosts,
    model: (language: Language) =>
      statusPageModel(holdfast, `dig @${dns.address} -p ${dns.port} ${demoName} A`, language, clockTime),
  });
  const limits = { largestBodyOctets: 1_024, idleTimeoutMs: 10_000 };
  const listen = (port: number): ReturnType<typeof host.listeners.http.listen> =>
    host.listeners.http.listen(
      { kind: "port", endpoint: { address: loopback, port }, tls: undefined },
      limits,
      handler,
    );
  const usual = await listen(demoPorts.page);
  const listener = !usual.ok && usual.code === "address-in-use" ? await listen(0) : usual;
  if (!listener.ok) return failure({ kind: "listen", purpose: "status-page", failure: listener });
  const endpoint = listener.value.endpoint ?? { address: loopback, port: demoPorts.page };
  hosts = [formatEndpoint(endpoint), `localhost:${endpoint.port}`];
  return ok({ listener: listener.value, endpoint });
}

/** Our own texts are what they should be. */
function ofText<T>(parsed: Result<T, object>): T {
  assert(parsed.ok, "a text of the demonstration can be read");
  return parsed.value;
}
