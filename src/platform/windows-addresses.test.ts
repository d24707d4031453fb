import { beforeEach, describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { InterfaceAddress } from "../core/interface-address.ts";
import type { CommandRunner } from "../core/process.ts";
import { failure, ok } from "../core/result.ts";
import { addressScript, parseWindowsAddresses, WindowsAddressTable } from "./windows-addresses.ts";

/** As .NET counts its longest span of time, which stands for no end. */
const forever = 922337203685.47754;

const name = "以太网";
const router = { name, index: 12, prefix: "RouterAdvertisement", suffix: "Link", state: "Preferred" };

/** What `Get-NetIPAddress` says, in the form that the script prints. */
const stable = { ...router, address: "2001:db8:1::52", preferred: 1800, valid: 3600 };
const temporary = { ...router, address: "2001:db8:1::aaaa", suffix: "Random", preferred: 1800, valid: 3600 };

let clock: FakeClock;
let runs: number;
/** Addresses the system has, and what PowerShell prints about them; undefined where scripts are forbidden. */
let present: readonly string[];
let printed: unknown;
let table: WindowsAddressTable;

beforeEach(() => {
  clock = new FakeClock();
  runs = 0;
  present = [];
  printed = [];
  const commands: CommandRunner = {
    run: async (argv) => {
      runs += 1;
      expect(Buffer.from(argv.at(-1) ?? "", "base64").toString("utf16le")).toBe(addressScript);
      if (printed === undefined) return failure({ code: "command-not-executable", detail: "blocked by group policy" });
      return ok({ status: 0, stdout: Buffer.from(JSON.stringify(printed)), stderr: new Uint8Array() });
    },
  };
  const names = { read: async () => ok(present.map(bare)) };
  table = new WindowsAddressTable({ commands, clock }, names);
});

/** As `node:os` tells it. */
function bare(text: string): InterfaceAddress {
  const unknown = { isTentative: undefined, isDuplicate: undefined, isDeprecated: undefined, isTemporary: undefined };
  return {
    interfaceName: name,
    interfaceIndex: undefined,
    address: address(text),
    prefixLength: 64,
    ...unknown,
    origin: undefined,
    preferredLifetime: undefined,
    validLifetime: undefined,
    isLoopback: false,
    isUp: true,
  };
}

async function shown(): Promise<readonly string[]> {
  return expectOk(await table.read()).map((entry) => {
    const flags = (["isTentative", "isDuplicate", "isDeprecated", "isTemporary"] as const).filter(
      (flag) => entry[flag],
    );
    const text = (lifetime: InterfaceAddress["preferredLifetime"]): string =>
      lifetime === undefined || lifetime === "forever" ? String(lifetime) : Duration.format(lifetime);
    const lifetimes = `${text(entry.preferredLifetime)}/${text(entry.validLifetime)}`;
    return [String(entry.address), entry.origin ?? "-", lifetimes, ...flags].join(" ");
  });
}

describe("the address table of Windows", () => {
  for (const [title, fact, expected] of [
    ["by router advertisements", stable, ["2001:db8:1::52 slaac 30m/1h"]],
    ["a privacy address", temporary, ["2001:db8:1::aaaa slaac 30m/1h isTemporary"]],
    [
      "by DHCP",
      { ...stable, address: "192.0.2.7", prefix: "Dhcp", suffix: "Dhcp", preferred: 86313, valid: 86313 },
      ["192.0.2.7 dhcp 86313s/86313s"],
    ],
    [
      "by hand",
      { ...stable, prefix: "Manual", suffix: "Manual", preferred: forever, valid: forever },
      ["2001:db8:1::52 static forever/forever"],
    ],
    [
      "link-local, with its zone",
      { ...stable, address: "fe80::c247:398d:bf00:c20d%12", prefix: "WellKnown", preferred: forever, valid: forever },
      ["fe80::c247:398d:bf00:c20d - forever/forever"],
    ],
    ["being checked", { ...stable, state: "Tentative" }, ["2001:db8:1::52 slaac 30m/1h isTentative"]],
    ["somebody else's", { ...stable, state: "Duplicate" }, ["2001:db8:1::52 slaac 30m/1h isDuplicate"]],
    [
      "of a prefix that was withdrawn",
      { ...stable, state: "Deprecated", preferred: 0 },
      ["2001:db8:1::52 slaac 0s/1h isDeprecated"],
    ],
    ["of an expired prefix still listed by Windows", { ...stable, state: "Deprecated", preferred: 0, valid: 0 }, []],
    ["no longer valid", { ...stable, state: "Invalid" }, []],
    ["in a state that we do not know", { ...stable, state: "7" }, ["2001:db8:1::52 slaac 30m/1h"]],
    ["without lifetimes", { ...stable, preferred: null, valid: null }, ["2001:db8:1::52 slaac undefined/undefined"]],
    ["of which nothing is told", { ...stable, name: "Wi-Fi" }, ["2001:db8:1::52 - undefined/undefined"]],
  ] as const) {
    test(`an address ${title}`, async () => {
      present = [fact.address.replace(/%.*/, "")];
      if (fact.name === "Wi-Fi") present = ["2001:db8:1::52"];
      printed = [fact];
      expect(await shown()).toEqual([...expected]);
    });
  }

  test("the number of the interface is known", async () => {
    present = [stable.address];
    printed = [stable];
    expect(expectOk(await table.read())[0]?.interfaceIndex).toBe(12);
  });

  test("PowerShell runs once for all who ask at the same time, and then while the addresses are the same", async () => {
    present = [stable.address, temporary.address];
    printed = [stable, temporary];
    await Promise.all([shown(), shown()]);
    await clock.advance(Duration.minutes(9));
    expect(await shown()).toEqual(["2001:db8:1::52 slaac 21m/51m", "2001:db8:1::aaaa slaac 21m/51m isTemporary"]);
    expect(runs).toBe(1);
  });

  for (const [title, wait, change, expected] of [
    ["another address", 0, () => (present = [stable.address, temporary.address]), 2],
    ["an address less", 0, () => (present = []), 2],
    ["ten minutes later", 10 * 60_000, () => undefined, 2],
    ["before that", 599_999, () => undefined, 1],
  ] as const) {
    test(`${title} / ${expected === 1 ? "what is known will do" : "asked anew"}`, async () => {
      present = [stable.address];
      printed = [stable];
      await shown();
      change();
      await clock.advance(Duration.milliseconds(wait));
      await shown();
      expect(runs).toBe(expected);
    });
  }

  test("an address whose preferred lifetime runs out / asked anew, because a router may have renewed it", async () => {
    present = [stable.address];
    printed = [{ ...stable, preferred: 60 }];
    await shown();
    await clock.advance(Duration.seconds(60));
    expect(await shown()).toEqual(["2001:db8:1::52 slaac 1m/1h"]);
    expect(runs).toBe(2);
  });

  test("an address being checked for duplicates / asked anew after a second, until it is usable", async () => {
    present = [stable.address];
    printed = [{ ...stable, state: "Tentative" }];
    await shown();
    await shown();
    expect(runs).toBe(1);
    printed = [stable];
    await clock.advance(Duration.seconds(1));
    expect(await shown()).toEqual(["2001:db8:1::52 slaac 30m/1h"]);
    await clock.advance(Duration.seconds(1));
    await shown();
    expect(runs).toBe(2);
  });

  test("where scripts are forbidden / addresses alone, and PowerShell is left in peace for ten minutes", async () => {
    present = [stable.address];
    printed = undefined;
    await shown();
    await clock.advance(Duration.minutes(9));
    expect(await shown()).toEqual(["2001:db8:1::52 - undefined/undefined"]);
    expect(runs).toBe(1);
  });
});

describe("what PowerShell prints", () => {
  for (const text of ["", "{}", "null", "Get-NetIPAddress : Invalid class", "[", '"x"']) {
    test(`${JSON.stringify(text)} is no table`, () => {
      expect(parseWindowsAddresses(text)).toMatchObject({ ok: false, code: "address-table-unreadable" });
    });
  }

  for (const text of [
    "[]",
    "\uFEFF[]",
    "[null,7,[]]",
    '[{"name":"a"}]',
    '[{"name":7,"address":"::1"}]',
    '[{"name":"a","address":"x"}]',
  ]) {
    test(`${JSON.stringify(text)} says nothing`, () => expect(expectOk(parseWindowsAddresses(text)).size).toBe(0));
  }
});
