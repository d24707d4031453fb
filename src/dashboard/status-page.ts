import type { Language } from "../core/language.ts";
import { statusPageTexts } from "./status-page.text.ts";

/** One page that shows what is true now. Rendered anew for each request; needs no script and changes nothing. */

/** What the page shows; sentences come in the reader's language. */
export interface StatusPageModel {
  readonly version: string;
  readonly addresses: readonly { readonly label: string; readonly value: string; readonly isKnown: boolean }[];
  readonly names: readonly {
    readonly name: string;
    readonly type: string;
    readonly values: readonly string[];
    readonly state: string;
    readonly isGood: boolean;
    readonly verified: string;
  }[];
  readonly zones: readonly { readonly apex: string; readonly serial: number; readonly ownerCount: number }[];
  readonly listeners: readonly { readonly kind: string; readonly endpoint: string }[];
  readonly queryCount: number;
  readonly events: readonly { readonly at: string; readonly text: string }[];
  /** A line to try in a terminal. */
  readonly tryLine: string;
}

/** How often the page looks again, in seconds. */
const refreshSeconds = 2;

/** The page as HTML. */
export function renderStatusPage(model: StatusPageModel, language: Language): string {
  const said = statusPageTexts[language];
  const other = language === "en" ? "zh-CN" : "en";
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${refreshSeconds}">
<title>Holdfast</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
<h1>Holdfast <small>${escapeHtml(model.version)}</small></h1>
<a href="/?lang=${other}" lang="${other}">${said.otherLanguage}</a>
</header>
<main>
<section aria-labelledby="addresses">
<h2 id="addresses">${said.addresses}</h2>
<dl>${model.addresses.map(addressItem).join("")}</dl>
</section>
<section aria-labelledby="names">
<h2 id="names">${said.names}</h2>
${table(
  [said.name, said.type, said.values, said.state, said.verified],
  model.names.map((row) => [
    `<strong>${escapeHtml(row.name)}</strong>`,
    escapeHtml(row.type),
    row.values.map((value) => `<code>${escapeHtml(value)}</code>`).join("<br>") || "–",
    `<span class="${row.isGood ? "good" : "open"}">${escapeHtml(row.state)}</span>`,
    escapeHtml(row.verified),
  ]),
)}
<p>${said.tryIt} <code>${escapeHtml(model.tryLine)}</code></p>
</section>
<section aria-labelledby="events">
<h2 id="events">${said.events}</h2>
<ol>${model.events.map(({ at, text }) => `<li><time>${escapeHtml(at)}</time> ${escapeHtml(text)}</li>`).join("")}</ol>
</section>
<section aria-labelledby="server">
<h2 id="server">${said.server}</h2>
${table(
  [said.zone, said.serial, said.ownerNames],
  model.zones.map((zone) => [escapeHtml(zone.apex), String(zone.serial), String(zone.ownerCount)]),
)}
<p>${model.listeners.map(({ kind, endpoint }) => `${escapeHtml(kind)} <code>${escapeHtml(endpoint)}</code>`).join(" · ")}</p>
<p>${said.queries(model.queryCount)}</p>
</section>
</main>
</body>
</html>
`;
}

function addressItem({ label, value, isKnown }: StatusPageModel["addresses"][number]): string {
  return `<dt>${escapeHtml(label)}</dt><dd class="${isKnown ? "good" : "open"}">${escapeHtml(value)}</dd>`;
}

/** Cells are HTML already. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("");
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n");
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** Makes any text safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Served beside the page, since the page's policy forbids styles inside it. */
export const statusPageStyle: string = `:root {
  color-scheme: light dark;
  --ink: light-dark(#1b2427, #e4ecee);
  --paper: light-dark(#f7f9f9, #12191b);
  --card: light-dark(#ffffff, #1b2528);
  --line: light-dark(#d7e0e2, #32434a);
  --good: light-dark(#0b6b4f, #62d2a8);
  --open: light-dark(#8a4b00, #f3b35c);
  --accent: light-dark(#0a5f86, #6ec1ea);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem;
  max-width: 64rem; margin: 0 auto; padding: 1.25rem 1rem 0; }
h1 { font-size: 1.5rem; margin: 0; } h1 small { font-weight: 400; font-size: 0.9rem; opacity: 0.75; }
h2 { font-size: 1.05rem; margin: 0 0 0.6rem; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem; display: grid; gap: 1rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; min-width: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.4rem 0.9rem 0.4rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; font-size: 0.85rem; } tr:last-child td { border-bottom: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
ol { list-style: none; margin: 0; padding: 0; } li { padding: 0.2rem 0; }
time { opacity: 0.75; font-variant-numeric: tabular-nums; margin-inline-end: 0.6rem; }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: 0.92em; overflow-wrap: anywhere; }
a { color: var(--accent); } .good { color: var(--good); } .open { color: var(--open); }
`;
