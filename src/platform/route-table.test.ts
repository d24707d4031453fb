import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { address } from "../../test/support/values.ts";
import type { DefaultRoute } from "../core/default-route.ts";
import type { CommandRunner } from "../core/process.ts";
import { failure, ok } from "../core/result.ts";
import { parseRoutePrint } from "./route-output.ts";
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
    ["win32", { "route.exe": "'route.exe' is not recognized as an internal or external command" }],
  ] as const) {
    test(`${platform} printing ${JSON.stringify(outputs)} / the table is unreadable`, async () => {
      const table = portableRouteTable({ commands: printing(outputs) }, platform);
      expect(await table.defaultRoutes()).toMatchObject({ ok: false, code: "route-table-unreadable" });
    });
  }
});

describe("route print of Windows, with Wi-Fi, a cable and a tunnel", () => {
  const interfaces = {
    Ethernet: [{ address: "fe80::44", scopeid: 4 }, { address: "10.1.0.44" }],
    "Wi-Fi": [{ address: "fe80::23", scopeid: 17 }, { address: "192.168.1.23" }],
  };

  for (const name of ["route-print-windows.txt", "route-print-windows-de.txt"]) {
    test(name, async () => {
      expect(expectOk(parseRoutePrint(await recorded(name), interfaces)).map(shown)).toEqual([
        "ipv4 via undefined dev 10.66.0.2#undefined metric 5 src 10.66.0.2",
        "ipv4 via 10.1.0.1 dev Ethernet#4 metric 25 src 10.1.0.44",
        "ipv4 via 192.168.1.1 dev Wi-Fi#17 metric 45 src 192.168.1.23",
        "ipv6 via fe80::1 dev Ethernet#4 metric 281 src undefined",
      ]);
    });
  }

  test("without a way out", async () => {
    const text = (await recorded("route-print-windows.txt")).replaceAll(/^.*(0\.0\.0\.0 +0\.0\.0\.0|::\/0).*$/gm, "");
    expect(expectOk(parseRoutePrint(text, interfaces))).toEqual([]);
  });
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
