import { networkInterfaces } from "node:os";
import { Address } from "../core/address.ts";
import { scopeOf } from "../core/address-scope.ts";
import type { DefaultRoute, RouteTable, RouteTableFailure } from "../core/default-route.ts";
import { Duration } from "../core/duration.ts";
import { type Family, families } from "../core/family.ts";
import type { CommandRunner } from "../core/process.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { zoneOf } from "./link-zone.ts";
import { parseIpRoutes, parseNetstat, parseRoutePrint } from "./route-output.ts";

/** The host's default routes where netlink is not to be had: from the programs that every system comes with. */

type Argv = readonly [program: string, ...args: string[]];
type Reading = Result<readonly DefaultRoute[], RouteTableFailure>;

/** A full table of the Internet is nobody's who needs a router's help; `netstat` prints all of it. */
const largestOutputOctets = 1_024 * 1_024;

const commandTimeout = Duration.seconds(2);

export function portableRouteTable(
  ports: { readonly commands: CommandRunner },
  platform: NodeJS.Platform = process.platform,
): RouteTable {
  const read = async (argv: Argv, parse: (text: string) => Reading): Promise<Reading> => {
    const output = await ports.commands.run(argv, { timeout: commandTimeout, largestOutputOctets });
    if (!output.ok) return unreadable(output.detail);
    const { status, stdout } = output.value;
    return status === 0
      ? parse(Buffer.from(stdout).toString("utf8"))
      : unreadable(`${argv[0]} ended with exit status ${status}`);
  };
  switch (platform) {
    case "linux":
      return {
        defaultRoutes: async () => {
          const routes: DefaultRoute[] = [];
          for (const family of families) {
            const option = family === "ipv4" ? "-4" : "-6";
            const ofFamily = await read(["ip", "-json", option, "route", "show", "default"], (text) =>
              parseIpRoutes(text, family),
            );
            if (!ofFamily.ok) return ofFamily;
            routes.push(...ofFamily.value);
          }
          return ok(routes);
        },
      };
    case "win32":
      // PowerShell's `Get-NetRoute` tells the same after a second of processor time.
      return {
        defaultRoutes: () => read(["route.exe", "print"], (text) => parseRoutePrint(text, networkInterfaces())),
      };
    default:
      return { defaultRoutes: () => read(["netstat", "-rn"], parseNetstat) };
  }
}

/** The same table, with the address this host sends from on routes whose table does not tell it. */
export function withLocalAddresses(table: RouteTable): RouteTable {
  return {
    defaultRoutes: async () => {
      const routes = await table.defaultRoutes();
      if (!routes.ok) return routes;
      return ok(
        await Promise.all(
          routes.value.map(async (route) => ({
            ...route,
            localAddress: route.localAddress ?? (await localAddressOf(route)),
          })),
        ),
      );
    },
  };
}

/** The discard port: a socket connected there sends nothing until told to. RFC 863 */
const anyPort = 9;

/** Lets the system choose as it would for a datagram to the gateway. */
async function localAddressOf({ family, gateway, interfaceName }: DefaultRoute): Promise<Address | undefined> {
  // What is sent to a gateway of the other family says nothing about this one.
  if (gateway === undefined || gateway.family !== family) return undefined;
  const isOnLink = scopeOf(gateway) === "link-local" && family === "ipv6";
  const hostname = isOnLink ? `${gateway}${zoneOf(interfaceName)}` : gateway.toString();
  try {
    const socket = await Bun.udpSocket({
      connect: { hostname, port: anyPort },
      hostname: anyAddress[family],
      socket: { error: () => undefined },
    });
    const { address } = socket.address;
    socket.close();
    const parsed = Address.parse(address.replace(/%.*$/, ""));
    return parsed.ok && scopeOf(parsed.value) !== "unspecified" ? parsed.value : undefined;
  } catch {
    // The link went down since the table was read, or is in a state in which nothing can be sent.
    return undefined;
  }
}

const anyAddress: Readonly<Record<Family, string>> = { ipv4: "0.0.0.0", ipv6: "::" };

function unreadable(detail: string): { readonly ok: false } & RouteTableFailure {
  return failure({ code: "route-table-unreadable", detail });
}
