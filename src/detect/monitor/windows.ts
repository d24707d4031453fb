import { Duration } from "../../core/duration.ts";
import { families } from "../../core/family.ts";
import { type LineChange, type LineMonitorPorts, type LineReader, lineMonitor } from "./line-monitor.ts";
import type { Monitor } from "./monitor.ts";

/**
 * Listens to a PowerShell that subscribes to the address changes of Windows and prints a line for each.
 * docs/decisions/0012-address-changes-on-windows.md says why it is done so, and what it costs.
 */

/**
 * Prints what is known to be printed and nothing of the system's words. An empty line every five minutes finds out whether
 * anybody still listens: the write fails when the agent was killed, and the script ends, which Windows would not see to.
 */
export const watchScript = `$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Register-ObjectEvent -InputObject ([System.Net.NetworkInformation.NetworkChange]) -EventName NetworkAddressChanged
function Say([string]$line) { [Console]::Out.WriteLine($line); [Console]::Out.Flush() }
Say 'holdfast: listening'
while ($true) {
  $null = Wait-Event -Timeout 300
  $heard = @(Get-Event)
  if ($heard.Count -eq 0) { Say ''; continue }
  $heard | Remove-Event
  Say 'holdfast: addresses changed'
}
`;

/** When duplicate address detection is over: a second, after up to one more by chance. RFC 4862 §5.4.2 */
const detectionTime = Duration.milliseconds(2_200);

/** @param powershell how a script is run. */
export function windowsMonitor(
  powershell: (script: string) => readonly [program: string, ...args: string[]],
  ports: LineMonitorPorts,
): Monitor {
  return lineMonitor("windows", powershell(watchScript), () => reader, ports);
}

/** The event tells neither family nor interface, and nothing tells when a new address may be used. */
const changed: LineChange = { facts: { addressesChanged: true }, families, lookAgainAfter: detectionTime };

const reader: LineReader = {
  read: (line) => (line.trim() === "holdfast: addresses changed" ? changed : undefined),
};
