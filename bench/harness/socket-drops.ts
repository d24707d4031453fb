import { readFileSync } from "node:fs";

/** Packets the kernel threw away because the queue of a UDP port of ours was full, since the socket was opened. */
export function socketDrops(port: number): number {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  let drops = 0;
  for (const file of ["/proc/net/udp", "/proc/net/udp6"]) {
    for (const line of readFileSync(file, "latin1").trim().split("\n").slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(suffix) === true) drops += Number(fields.at(-1));
    }
  }
  return drops;
}
