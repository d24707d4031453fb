import { readFileSync, writeFileSync } from "node:fs";
import { quantile } from "../harness/statistics.ts";
import { HttpConnection } from "./http-connection.ts";
import { type UpdateDialect, updateFlaw, type UpdateHost, updateRequest } from "./update-requests.ts";

/**
 * Updates hosts over HTTP and looks into every answer: the process behind `harness/checked-updates.ts`. Its argument is
 * an `UpdateLoad` as JSON, what it prints an `UpdateLoadResult`.
 */

export interface UpdateLoad {
  readonly port: number;
  readonly dialect: UpdateDialect;
  /** True sends another address each time, false the one that is there. */
  readonly isChange: boolean;
  readonly connections: number;
  /** Updates per second of all connections together; undefined sends the next as soon as an answer comes. */
  readonly rate?: number;
  /** True changes the addresses of both families with each update, which are two changes of the zone. */
  readonly isDual?: boolean;
  /** Undefined goes through all hosts once, whatever time it takes. */
  readonly seconds: number | undefined;
  /** JSON list of `UpdateHost`. Each host belongs to one connection, so that the order of its updates is certain. */
  readonly hostFile: string;
  /** JSON list of the address of each host. Read for unchanged updates, written at the end. */
  readonly addressFile: string;
}

export interface UpdateLoadResult {
  readonly answered: number;
  readonly wrong: number;
  readonly firstFlaw: string | undefined;
  readonly perSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
}

const load = JSON.parse(process.argv[2] ?? "") as UpdateLoad;
const hosts = JSON.parse(readFileSync(load.hostFile, "utf8")) as readonly UpdateHost[];
const addresses = JSON.parse(readFileSync(load.addressFile, "utf8")) as string[];
const latencies: number[] = [];
let wrong = 0;
let firstFlaw: string | undefined;

const connections = await Promise.all(Array.from({ length: load.connections }, () => HttpConnection.open(load.port)));
const begun = performance.now();
await Promise.all(connections.map(drive));
const seconds = (performance.now() - begun) / 1_000;
for (const connection of connections) connection.close();
writeFileSync(load.addressFile, JSON.stringify(addresses));
const result: UpdateLoadResult = {
  answered: latencies.length,
  wrong,
  firstFlaw,
  perSecond: latencies.length / seconds,
  p50: quantile(latencies, 0.5),
  p99: quantile(latencies, 0.99),
  slowest: quantile(latencies, 1),
};
process.stdout.write(JSON.stringify(result), () => process.exit(0));

async function drive(connection: HttpConnection, first: number): Promise<void> {
  const own = Math.ceil((hosts.length - first) / load.connections);
  if (load.seconds === undefined) {
    for (let index = first; index < hosts.length; index += load.connections) await update(connection, index);
    return;
  }
  const pauseMs = load.rate === undefined ? 0 : (load.connections * 1_000) / load.rate;
  let due = begun + (pauseMs * first) / load.connections;
  for (const end = begun + load.seconds * 1_000; performance.now() < end; due += pauseMs) {
    if (performance.now() < due) await Bun.sleep(due - performance.now());
    await update(connection, first + Math.floor(Math.random() * own) * load.connections);
  }
}

async function update(connection: HttpConnection, index: number): Promise<void> {
  const host = hosts[index];
  if (host === undefined) return;
  const address = load.isChange ? another(addresses[index]) : (addresses[index] ?? "");
  const sent = performance.now();
  const answer = await connection.send(updateRequest(load.dialect, host, address));
  latencies.push(performance.now() - sent);
  addresses[index] = address;
  const flaw = updateFlaw(load.dialect, host, address, load.isChange, answer);
  if (flaw === undefined) return;
  wrong += 1;
  firstFlaw ??= `${host.name} ${address}: ${flaw}`;
}

/** Some address of 10.0.0.0/8 that is not the present one, and one of 2001:db8::/32 with it where both are changed. */
function another(present: string | undefined): string {
  const octet = (): number => Math.floor(Math.random() * 256);
  const ipv4 = `10.${octet()}.${octet()}.${octet()}`;
  const group = (): string => (1 + Math.floor(Math.random() * 0xffff)).toString(16);
  const address = load.isDual === true ? `${ipv4},2001:db8::${group()}:${group()}` : ipv4;
  return address === present ? another(present) : address;
}
