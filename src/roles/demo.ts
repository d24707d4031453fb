import { assert } from "../core/assert.ts";
import type { Language } from "../core/language.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { statusHandler } from "../dashboard/status-handler.ts";
import { replaceFile } from "../platform/replace-file.ts";
import {
  demoConfig,
  demoName,
  demoNames,
  type DemoPlaces,
  demoPorts,
  demoServerConfig,
  firstAddresses,
  loopback,
} from "./demo-config.ts";
import { demoTokens, type DemoTokensFailure } from "./demo-tokens.ts";
import { type RunFailure, type RunningHoldfast, type RunPorts, startHoldfast } from "./run.ts";
import type { OpenListener } from "./server-listeners.ts";
import { demoAddressesPath, demoTokensPath } from "./state-place.ts";
import { statusPageModel } from "./status-page-model.ts";

/**
 * The demonstration: a server and an agent in one process, on loopback, for a zone of their own. One name follows a file
 * that people can edit, so that they see a change travel; another follows this machine's own addresses.
 */

export interface RunningDemo extends Running, DemoPlaces {
  readonly page: Endpoint;
  readonly addressFile: string;
  readonly holdfast: RunningHoldfast;
}

export type DemoFailure = RunFailure | DemoTokensFailure;

/** Starts the demonstration on a state directory of its own. */
export async function startDemo(stateDirectory: string, ports: RunPorts): Promise<Result<RunningDemo, DemoFailure>> {
  const started = await startServerOfDemo(stateDirectory, ports);
  if (!started.ok) return started;
  const holdfast = started.value;
  const giveUp = async (reason: DemoFailure): Promise<Result<never, DemoFailure>> => {
    await holdfast.stop();
    return failure(reason);
  };
  const { server } = holdfast;
  assert(server !== undefined, "the demonstration has a server");
  const places = { dns: placeOf(server.listeners, "dns-udp"), updates: placeOf(server.listeners, "http") };

  const { files } = ports.host;
  const addressFile = demoAddressesPath(stateDirectory);
  const present = await files.read(addressFile, largestAddressFile);
  if (!present.ok && present.code === "file-missing") {
    const written = await replaceFile(addressFile, firstAddresses);
    if (!written.ok) return giveUp({ kind: "file-unwritten", path: addressFile, failure: written });
  }
  const tokens = await demoTokens(demoTokensPath(stateDirectory), demoNames, server, files);
  if (!tokens.ok) return giveUp(tokens);
  const reloaded = await holdfast.reload(demoConfig(places, addressFile, tokens.value));
  if (!reloaded.ok) return giveUp(reloaded);
  const page = await openPage(holdfast, places.dns, ports);
  if (!page.ok) return giveUp(page);
  return ok({
    ...places,
    page: page.value.endpoint,
    addressFile,
    holdfast,
    stop: () => stopAll([holdfast, page.value.listener]),
  });
}

/** More than the file source reads. */
const largestAddressFile = 65_536;

/** The usual ports, and in the place of each that is taken, one the system chooses. */
async function startServerOfDemo(
  stateDirectory: string,
  ports: RunPorts,
): Promise<Result<RunningHoldfast, RunFailure>> {
  const wanted = { dns: demoPorts.dns as number, http: demoPorts.http as number };
  for (;;) {
    const places = { dns: { address: loopback, port: wanted.dns }, updates: { address: loopback, port: wanted.http } };
    const started = await startHoldfast(demoServerConfig(places), stateDirectory, ports);
    if (started.ok || started.kind !== "listen" || started.failure.code !== "address-in-use") return started;
    const { purpose } = started;
    if ((purpose !== "dns" && purpose !== "http") || wanted[purpose] === 0) return started;
    wanted[purpose] = 0;
  }
}

function placeOf(listeners: readonly OpenListener[], kind: OpenListener["kind"]): Endpoint {
  const listener = listeners.find((one) => one.kind === kind);
  assert(listener !== undefined, `the demonstration listens for ${kind}`);
  return listener.endpoint;
}

/** A page asks for nothing but itself. */
const pageLimits = { largestBodyOctets: 1_024, idleTimeoutMs: 10_000 };

async function openPage(
  holdfast: RunningHoldfast,
  dns: Endpoint,
  { host, clockTime }: RunPorts,
): Promise<Result<{ readonly listener: Running; readonly endpoint: Endpoint }, RunFailure>> {
  let hosts: readonly string[] = [];
  const tryLine = `dig @${dns.address} -p ${dns.port} ${demoName} A +short`;
  const handler = statusHandler({
    hosts: () => hosts,
    model: (language: Language) => statusPageModel(holdfast, tryLine, language, clockTime),
  });
  const listen = (port: number): ReturnType<typeof host.listeners.http.listen> =>
    host.listeners.http.listen(
      { kind: "port", endpoint: { address: loopback, port }, tls: undefined },
      pageLimits,
      handler,
    );
  const usual = await listen(demoPorts.page);
  const listener = !usual.ok && usual.code === "address-in-use" ? await listen(0) : usual;
  if (!listener.ok) return failure({ kind: "listen", purpose: "status-page", failure: listener });
  const { endpoint = { address: loopback, port: demoPorts.page } } = listener.value;
  hosts = [formatEndpoint(endpoint), `localhost:${endpoint.port}`];
  return ok({ listener: listener.value, endpoint });
}
