import type { Netlink } from "../core/netlink.ts";
import { ipMonitor } from "../detect/monitor/ip-monitor.ts";
import type { LineMonitorPorts } from "../detect/monitor/line-monitor.ts";
import { netlinkMonitor } from "../detect/monitor/linux.ts";
import type { Monitor } from "../detect/monitor/monitor.ts";
import { routeMonitor } from "../detect/monitor/route-monitor.ts";
import { windowsMonitor } from "../detect/monitor/windows.ts";
import { powershell } from "../platform/powershell.ts";

/**
 * The monitor by which this system tells of changes; undefined where none is known and polling is all there is.
 *
 * @param netlink undefined where such sockets cannot be had.
 */
export function kernelMonitor(
  platform: NodeJS.Platform,
  netlink: Netlink | undefined,
  ports: LineMonitorPorts,
): Monitor | undefined {
  if (netlink !== undefined) return netlinkMonitor({ netlink, clock: ports.clock });
  switch (platform) {
    case "linux":
    case "android":
      return ipMonitor(ports);
    case "darwin":
    case "freebsd":
      return routeMonitor(platform, ports);
    case "win32":
      return windowsMonitor((script) => powershell(script), ports);
    default:
      return undefined;
  }
}
