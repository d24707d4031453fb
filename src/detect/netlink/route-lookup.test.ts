import { describe, expect, test } from "bun:test";
import type { Netlink } from "../../core/netlink.ts";
import { fromHex } from "../../core/octets.ts";
import { failure, ok } from "../../core/result.ts";
import { egressInterface } from "./route-lookup.ts";

/** What a Linux 6.18 kernel was asked and answered on 2026-11-20; a rule led IPv4 into a tunnel, IPv6 had no way out. */
const asked4 = "240000001a000100010000000000000002200000000000000000000008000100c1000e81";
const asked6 = "300000001a00010001000000000000000a800000000000000000000014000100200107fd000000000000000000000001";
const intoTunnel =
  "680000001800000001000000df4b000002200000fe0000010002000008000f00fe00000008000100c1000e81080004000400000008000700" +
  "ac100002080019000000000024000c00020000000b000000000000000000000000000000000000000000000000000000";
const unreachable =
  "440000000200000001000000df4b00009bffffff300000001a00010001000000000000000a800000000000000000000014000100200107fd" +
  "000000000000000000000001";

function kernel(answer: string | undefined, questions: string[] = []): Netlink {
  return {
    dump: (request) => {
      questions.push(Buffer.from(request).toString("hex"));
      const octets = answer === undefined ? undefined : fromHex(answer);
      return octets === undefined ? failure({ code: "netlink-failed", detail: "no memory" }) : ok([octets]);
    },
    subscribe: async () => failure({ code: "netlink-unavailable", detail: "no events here" }),
  };
}

describe("the way out", () => {
  test("is the one that rules lead to", () => {
    const questions: string[] = [];
    expect(egressInterface(kernel(intoTunnel, questions), "ipv4")).toBe(4);
    expect(questions).toEqual([asked4]);
  });

  test("is unknown where there is none", () => {
    const questions: string[] = [];
    expect(egressInterface(kernel(unreachable, questions), "ipv6")).toBeUndefined();
    expect(questions).toEqual([asked6]);
  });

  for (const [name, answer] of [
    ["a kernel that cannot be asked", undefined],
    ["an answer cut short", intoTunnel.slice(0, 60)],
    ["an answer without interface", "1c0000001800000001000000df4b000002200000fe00000100020000"],
    ["nothing", ""],
  ] as const) {
    test(`${name} leaves it unknown`, () => expect(egressInterface(kernel(answer), "ipv4")).toBeUndefined());
  }
});
