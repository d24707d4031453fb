import { expect, test } from "bun:test";
import { codeShares, readReport } from "./dnsperf.ts";

/** Printed by dnsperf 2.10.0 of Debian 12, 2026-11-20. */
const printed = `DNS Performance Testing Tool
Version 2.10.0

[Status] Testing complete (time limit)

Statistics:

  Queries sent:         249999
  Queries completed:    249655 (99.86%)
  Queries lost:         344 (0.14%)

  Response codes:       NOERROR 229637 (91.98%), NXDOMAIN 20018 (8.02%)
  Average packet size:  request 37, response 56
  Run time (s):         5.000125
  Queries per second:   49929.751756

  Average Latency (s):  0.006579 (min 0.000010, max 0.082484)
  Latency StdDev (s):   0.014491
`;

test("reads dnsperf's statistics", () => {
  expect(readReport(printed)).toEqual({
    sent: 249_999,
    completed: 249_655,
    lost: 344,
    perSecond: 49_929.751756,
    slowest: expect.closeTo(82.484, 6),
  });
});

test("reads the shares of response codes", () => {
  expect([...codeShares(printed)]).toEqual([
    ["NOERROR", 91.98],
    ["NXDOMAIN", 8.02],
  ]);
});
