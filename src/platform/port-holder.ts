import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { endianness } from "node:os";
import { Address } from "../core/address.ts";
import type { ListenFailure } from "../core/listen.ts";
import type { Endpoint } from "../core/net.ts";

/** Finds out which process holds a busy port, where the system lets us see it: Linux, own processes or as root. */

export type Holder = NonNullable<ListenFailure["holder"]>;

/** One line of a socket table below /proc/net. */
export interface SocketRow {
  readonly local: Endpoint;
  /** TCP_LISTEN is 10, include/net/tcp_states.h of Linux. */
  readonly state: number;
  /** Names the socket in /proc/PID/fd. */
  readonly inode: string;
}

const tcpListen = 10;

/** The process whose socket keeps us from the port; undefined where that cannot be seen. */
export function findPortHolder(transport: "udp" | "tcp", endpoint: Endpoint): Holder | undefined {
  const rows = [`/proc/net/${transport}`, `/proc/net/${transport}6`].flatMap((path) => parseSocketTable(textOf(path)));
  const inodes = rivals(rows, transport, endpoint).map((row) => `socket:[${row.inode}]`);
  return inodes.length === 0 ? undefined : findOwner(new Set(inodes));
}

/** Reads /proc/net/udp and its like, proc_net(5); lines it cannot read are left out. */
export function parseSocketTable(text: string): readonly SocketRow[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ ([0-9A-F]{2}) \S+ \S+ \S+ +\d+ +\d+ (\d+)/.exec(line);
    const address = Address.ofOctets(octetsOfWords(match?.[1] ?? ""));
    if (match === null || address === undefined) return [];
    const [, , port = "", state = "", inode = ""] = match;
    return [{ local: { address, port: Number.parseInt(port, 16) }, state: Number.parseInt(state, 16), inode }];
  });
}

/** Sockets that conflict with the endpoint: same port, and one of the two addresses covers the other. */
function rivals(rows: readonly SocketRow[], transport: "udp" | "tcp", endpoint: Endpoint): readonly SocketRow[] {
  const isAny = (address: Address): boolean => address.octets.every((octet) => octet === 0);
  return rows.filter((row) => {
    if (row.local.port !== endpoint.port || (transport === "tcp" && row.state !== tcpListen)) return false;
    return isAny(row.local.address) || isAny(endpoint.address) || row.local.address.equals(endpoint.address);
  });
}

/** The kernel prints addresses as 32-bit words in its own byte order. */
function octetsOfWords(hex: string): Uint8Array {
  const octets = Buffer.from(hex, "hex");
  return endianness() === "LE" && octets.length % 4 === 0 ? octets.swap32() : octets;
}

function findOwner(links: ReadonlySet<string>): Holder | undefined {
  for (const pid of entriesOf("/proc").filter((name) => /^\d+$/.test(name))) {
    const isOwner = entriesOf(`/proc/${pid}/fd`).some((fd) => links.has(targetOf(`/proc/${pid}/fd/${fd}`)));
    if (isOwner) return { program: textOf(`/proc/${pid}/comm`).trim(), pid: Number(pid) };
  }
  return undefined;
}

// Processes end while we look, and those of others are closed to us; both read as empty.

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function entriesOf(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function targetOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
