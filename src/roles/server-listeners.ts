import type { Answerer } from "../authority/answer.ts";
import type { MessageDoors } from "../authority/message-doors.ts";
import { serveTcp } from "../authority/tcp.ts";
import type { DnsTlsConfig, HttpListenerConfig, QueryThreadCount } from "../config/config.ts";
import { scopeOf } from "../core/address-scope.ts";
import type { ListenerSummary } from "../core/administration.ts";
import type { FileReader } from "../core/files.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import type { HttpHandler, HttpListener, ListenFailure, TlsIdentity } from "../core/listen.ts";
import type { Log } from "../core/log.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { largestUpdateBody } from "../updates/http.ts";
import { type DnsPairPorts, openDnsPair } from "./dns-pair.ts";
import type { QueryThreadSource } from "./worker/query-thread.ts";
import { openUdpPlane, type UdpPlane, type UdpPlanePorts } from "./udp-plane.ts";
import type { ListenPurpose, ServerStartFailure } from "./server-start.text.ts";
import { listening, plainHttp } from "./server.text.ts";

/** The ports of a server. */

export interface ServerListenerPorts extends DnsPairPorts, UdpPlanePorts {
  readonly files: FileReader;
  readonly http: HttpListener;
  readonly log: Log;
}

/** What is to be opened. */
export interface WantedListeners {
  readonly dns: readonly Endpoint[];
  readonly dnsTls: DnsTlsConfig | undefined;
  readonly http: readonly HttpListenerConfig[];
  readonly threads: QueryThreadCount;
}

/** Who takes what comes in. */
export interface ServerHandlers {
  readonly queries: Answerer;
  /** The same for threads, which make an answerer of their own. */
  readonly source: QueryThreadSource;
  /** Everything of DNS that is no plain query. */
  readonly doors: MessageDoors;
  readonly http: HttpHandler;
}

/** A port that is open. */
export interface OpenListener {
  readonly kind: ListenerSummary["kind"];
  readonly endpoint: Endpoint;
}

export interface ServerListeners extends Running {
  readonly udp: UdpPlane;
  readonly open: readonly OpenListener[];
}

/** Certificates and keys in PEM are a few KiB; chains of some authorities reach 20. */
const largestPemFile = 256 * 1_024;

/** Pause after which a silent HTTP client is let go. */
const httpIdleTimeoutMs = 10_000;

/** Opens all of them; when one cannot be opened, none stays open. */
export async function openListeners(
  wanted: WantedListeners,
  handlers: ServerHandlers,
  ports: ServerListenerPorts,
): Promise<Result<ServerListeners, ServerStartFailure>> {
  const parts: Running[] = [];
  const open: OpenListener[] = [];
  const take = (kind: OpenListener["kind"], endpoint: Endpoint, listener: Running): void => {
    parts.push(listener);
    open.push({ kind, endpoint });
    ports.log.write(listening, { kind, endpoint: formatEndpoint(endpoint) });
  };
  const giveUp = async (reason: ServerStartFailure): Promise<Result<never, ServerStartFailure>> => {
    await stopAll(parts);
    return failure(reason);
  };
  const udp = await openUdpPlane(wanted.threads, handlers.source, ports);
  parts.push(udp);
  for (const endpoint of wanted.dns) {
    const { queries, doors } = handlers;
    const pair = await openDnsPair({ ...ports, datagrams: udp.listener }, endpoint, queries, doors);
    if (!pair.ok) return giveUp(listenFailure("dns", pair));
    take("dns-udp", pair.value.udp.endpoint, pair.value.udp);
    take("dns-tcp", pair.value.tcp.endpoint, pair.value.tcp);
  }
  udp.begin();
  if (wanted.dnsTls !== undefined) {
    const tls = await readTls(wanted.dnsTls, ports.files);
    if (!tls.ok) return giveUp(tls);
    for (const endpoint of wanted.dnsTls.listen) {
      const { queries: answerer, doors } = handlers;
      const service = { listener: ports.frames, endpoint, answerer, tls: tls.value };
      const listener = await serveTcp({ ...service, ...doors });
      if (!listener.ok) return giveUp(listenFailure("dns-tls", listener));
      take("dns-tls", listener.value.endpoint, listener.value);
    }
  }
  for (const config of wanted.http) {
    const tls = config.tls === undefined ? ok(undefined) : await readTls(config.tls, ports.files);
    if (!tls.ok) return giveUp(tls);
    const listener = await ports.http.listen(
      { kind: "port", endpoint: config.endpoint, tls: tls.value },
      { largestBodyOctets: largestUpdateBody, idleTimeoutMs: httpIdleTimeoutMs },
      handlers.http,
    );
    if (!listener.ok) return giveUp(listenFailure("http", listener));
    const { endpoint = config.endpoint } = listener.value;
    take(tls.value === undefined ? "http" : "https", endpoint, listener.value);
    const isExposed = tls.value === undefined && scopeOf(endpoint.address) !== "loopback";
    if (isExposed) ports.log.write(plainHttp, { endpoint: formatEndpoint(endpoint) });
  }
  return ok({ open, udp, stop: () => stopAll(parts) });
}

function listenFailure(purpose: ListenPurpose, reason: ListenFailure): ServerStartFailure {
  return { kind: "listen", purpose, failure: reason };
}

async function readTls(
  paths: { readonly certificate: string; readonly key: string },
  files: FileReader,
): Promise<Result<TlsIdentity, ServerStartFailure>> {
  const texts: string[] = [];
  for (const path of [paths.certificate, paths.key]) {
    const file = await files.read(path, largestPemFile);
    if (!file.ok) return failure({ kind: "certificate-unread", path, failure: file });
    texts.push(new TextDecoder().decode(file.value.octets));
  }
  const [certificate = "", key = ""] = texts;
  return ok({ certificate, key });
}
