import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { address } from "../../test/support/values.ts";
import type { DefaultRoute } from "../core/default-route.ts";
import type { CommandRunner } from "../core/process.ts";
import { failure, ok } from "../core/result.ts";
import { portableRouteTable, withLocalAddresses } from "./route-table.ts";

/**
 * `ip-route-*.json`: printed by iproute2 6.1 on 2026-11-20 in the situation of the netlink captures. The others have the
 * columns and keys of the systems' own programs, with addresses of our own.
 */
const recorded = (name: string): Promise<string> => Bun.file(`${import.meta.dir}/fixtures/${name}`).text();

/** A host whose programs print what is recorded. */
function printing(texts: Readonly<Record<string, string>>): CommandRunner {
  return {
    run: async (argv) => {
      const text = texts[argv.find((word) => word in texts) ?? ""];
      if (text === undefined) return failure({ code: "command-not-found", detail: `${argv[0]}: ENOENT` });
      return ok({ status: 0, stdout: Buffer.from(text), stderr: new Uint8Array() });
    },
  };
}

const shown = (route: DefaultRoute): string =>
  `${route.family} via ${route.gateway} dev ${route.interfaceName}#${route.interfaceIndex} metric ${route.metric} src ${route.localAddress}`;

const rows: readonly {
  name: string;
  platform: NodeJS.Platform;
  outputs: Readonly<Record<string, string>>;
  expected: readonly string[];
}[] = [
  {
    name: "iproute2",
    platform: "linux",
    outputs: { "-4": await recorded("ip-route-ipv4.json"), "-6": await recorded("ip-route-ipv6.json") },
    expected: [
      "ipv4 via 192.168.50.2 dev v0#undefined metric 50 src undefined",
      "ipv4 via 192.168.50.3 dev v0#undefined metric 50 src undefined",
      "ipv4 via 192.168.50.1 dev v0#undefined metric 100 src 192.168.50.10",
      "ipv4 via undefined dev v1#undefined metric 500 src undefined",
      "ipv4 via fe80::5 dev v0#undefined metric 700 src undefined",
      "ipv6 via fe80::1 dev v0#undefined metric 1024 src undefined",
      "ipv6 via 2001:db8::1 dev v0#undefined metric 1024 src undefined",
      "ipv6 via 2001:db8::2 dev v0#undefined metric 2048 src undefined",
    ],
  },
  { name: "iproute2 without routes", platform: "linux", outputs: { "-4": "[  ]\n", "-6": "" }, expected: [] },
  {
    name: "macOS with a second line, a bridge and tunnels",
    platform: "darwin",
    outputs: { netstat: await recorded("netstat-macos.txt") },
    expected: [
      "ipv4 via 192.168.1.1 dev en0#undefined metric 0 src undefined",
      "ipv4 via 192.168.7.1 dev en5#undefined metric 1 src undefined",
      "ipv4 via undefined dev bridge100#undefined metric 1 src undefined",
      "ipv6 via fe80::1 dev en0#undefined metric 0 src undefined",
      "ipv6 via undefined dev utun0#undefined metric 1 src undefined",
      "ipv6 via undefined dev utun1#undefined metric 1 src undefined",
    ],
  },
  {
    name: "macOS that counts uses",
    platform: "darwin",
    outputs: { netstat: await recorded("netstat-macos-refs.txt") },
    expected: ["ipv4 via 10.0.1.1 dev en1#undefined metric 0 src undefined"],
  },
  {
    name: "FreeBSD",
    platform: "freebsd",
    outputs: { netstat: await recorded("netstat-freebsd.txt") },
    expected: [
      "ipv4 via 192.0.2.1 dev em0#undefined metric 0 src undefined",
      "ipv6 via fe80::211:22ff:fe33:4455 dev em0#undefined metric 0 src undefined",
    ],
  },
  {
    name: "Windows with Wi-Fi, a cable and a tunnel",
    platform: "win32",
    outputs: { "powershell.exe": await recorded("get-netroute.json") },
    expected: [
      "ipv4 via undefined dev WireGuard Tunnel#33 metric 5 src undefined",
      "ipv4 via 10.1.0.1 dev Ethernet#4 metric 25 src undefined",
      "ipv4 via 192.168.1.1 dev Wi-Fi#17 metric 45 src undefined",
      "ipv6 via fe80::1 dev Ethernet#4 metric 281 src undefined",
    ],
  },
  { name: "Windows without routes", platform: "win32", outputs: { "powershell.exe": "\r\n" }, expected: [] },
];

describe("default routes by the system's programs", () => {
  for (const { name, platform, outputs, expected } of rows) {
    test(name, async () => {
      const table = portableRouteTable({ commands: printing(outputs) }, platform);
      expect(expectOk(await table.defaultRoutes()).map(shown)).toEqual([...expected]);
    });
  }

  for (const [platform, outputs] of [
    ["linux", {}],
    ["linux", { "-4": "default via 192.0.2.1 dev eth0", "-6": "" }],
    ["linux", { "-4": '{"dst":"default"}', "-6": "" }],
    ["darwin", { netstat: "netstat: command not found" }],
    ["win32", { "powershell.exe": "Get-NetRoute : The term 'Get-NetRoute' is not recognized" }],
  ] as const) {
    test(`${platform} printing ${JSON.stringify(outputs)} / the table is unreadable`, async () => {
      const table = portableRouteTable({ commands: printing(outputs) }, platform);
      expect(await table.defaultRoutes()).toMatchObject({ ok: false, code: "route-table-unreadable" });
    });
  }
});

test("the system tells which address it would send from", async () => {
  const route = { family: "ipv4", interfaceName: "lo", interfaceIndex: 1, metric: 0 } as const;
  const gateways = [address("127.0.0.1"), undefined, address("fe80::5")];
  const routes = gateways.map((gateway) => ({ ...route, gateway, localAddress: undefined }));
  const given = { ...route, gateway: address("127.0.0.1"), localAddress: address("127.0.0.9") };
  const table = withLocalAddresses({ defaultRoutes: async () => ok([...routes, given]) });
  expect(expectOk(await table.defaultRoutes()).map(({ localAddress }) => localAddress?.toString())).toEqual([
    "127.0.0.1",
    undefined,
    undefined,
    "127.0.0.9",
  ]);
});
