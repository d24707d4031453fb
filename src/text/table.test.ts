import { describe, expect, test } from "bun:test";
import { renderTable } from "./table.ts";

describe("renderTable", () => {
  test("lines up Latin and Chinese columns", () => {
    const table = renderTable(
      [{ title: "名称" }, { title: "TTL", align: "right" }, { title: "状态" }],
      [
        ["home.example.com", "60", "已更新"],
        ["家", "86400", "等待中"],
      ],
    );
    expect(table).toBe(
      ["名称                TTL  状态", "home.example.com     60  已更新", "家                86400  等待中"].join(
        "\n",
      ),
    );
  });

  test("a cell cannot forge a row", () => {
    const table = renderTable([{ title: "name" }, { title: "note" }], [["a\nroot  owned", "\u001b[2J"]]);
    expect(table).toBe(["name            note", "a\\nroot  owned  \\x1b[2J"].join("\n"));
  });

  test("missing cells are empty and lines have no blanks at their end", () => {
    expect(renderTable([{ title: "a" }, { title: "b" }], [["1"], []])).toBe("a  b\n1\n");
  });

  test("without rows the titles remain", () => {
    expect(renderTable([{ title: "a" }, { title: "b" }], [])).toBe("a  b");
  });
});
