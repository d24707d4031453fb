import { expect, test } from "bun:test";
import { tableOf } from "./report.ts";

test("a table shows medians, least and largest, and the ratio to one subject", () => {
  const answer = {
    columns: [
      { key: "cost", title: "CPU", unit: "µs", digits: 1 },
      { key: "lost", title: "lost", unit: "", digits: 0 },
    ],
    rows: [
      { subject: "ours", values: { cost: [2, 4, 3], lost: [0] } },
      { subject: "theirs", values: { cost: [6] } },
    ],
    ratio: { key: "cost", to: "ours" },
    versions: {},
    remarks: [],
  };
  expect(tableOf(answer)).toBe(
    [
      "             CPU [µs]  lost  ratio to ours",
      "ours    3.0 (2.0–4.0)     0           1.00",
      "theirs            6.0     -           2.00",
    ].join("\n"),
  );
});
