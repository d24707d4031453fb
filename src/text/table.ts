import { displayWidth } from "./display-width.ts";
import { printable } from "./printable.ts";

/** Plain tables for terminals: columns line up in every script, cells cannot break the layout. */

export interface Column {
  readonly title: string;
  /** Default `left`; numbers read better `right`. */
  readonly align?: "left" | "right";
}

/**
 * Lays out rows below their titles, two blanks between columns, no blanks at the end of a line.
 *
 * A row with fewer cells than columns leaves the rest empty. Control characters in cells are shown escaped.
 * @returns lines without a final line break; the titles alone when there are no rows.
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map((column) => column.title), ...rows].map((row) =>
    columns.map((_, index) => printable(row[index] ?? "")),
  );
  const widths = columns.map((_, index) =>
    lines.reduce((widest, line) => Math.max(widest, displayWidth(line[index] ?? "")), 0),
  );
  return lines.map((line) => renderLine(columns, widths, line)).join("\n");
}

function renderLine(columns: readonly Column[], widths: readonly number[], cells: readonly string[]): string {
  const padded = columns.map((column, index) => {
    const cell = cells[index] ?? "";
    const padding = " ".repeat((widths[index] ?? 0) - displayWidth(cell));
    return column.align === "right" ? padding + cell : cell + padding;
  });
  return padded.join("  ").trimEnd();
}
