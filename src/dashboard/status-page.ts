import type { Language } from "../core/language.ts";
import { escapeHtml } from "./escape-html.ts";
import { type StatusPageTexts, statusPageTexts } from "./status-page.text.ts";

/** One page that shows what is true now. Rendered anew for each request; needs no script and changes nothing. */

/** What the page shows; sentences come in the reader's language. */
export interface StatusPageModel {
  readonly version: string;
  readonly addresses: readonly {
    readonly family: string;
    readonly value: string;
    readonly isKnown: boolean;
    /** Who was asked, as the configuration spells it. */
    readonly sources: readonly string[];
  }[];
  readonly names: readonly { readonly name: string; readonly records: readonly RecordModel[] }[];
  /** Ports that are to be reached from outside. */
  readonly ports: readonly PortModel[];
  readonly zones: readonly { readonly apex: string; readonly serial: number; readonly ownerCount: number }[];
  /** Hosts of the server, as many as fit a page; `lastHeard` is undefined when nobody remembers. */
  readonly hosts: readonly { readonly name: string; readonly lastHeard: HeardModel | undefined }[];
  readonly listeners: readonly { readonly name: string; readonly endpoint: string }[];
  readonly queryCount: number;
  /** Newest first. */
  readonly events: readonly { readonly at: string; readonly clockTime: string; readonly text: string }[];
  /** A line to try in a terminal. */
  readonly tryLine: string;
}

export interface PortModel {
  readonly port: string;
  readonly family: string;
  /** Address and port that others connect to; empty while there are none. */
  readonly place: string;
  /** One sentence or several. */
  readonly state: string;
  readonly isGood: boolean;
}

export interface HeardModel {
  readonly at: string;
  readonly clockTime: string;
  /** How, and from where. */
  readonly way: string;
}

export interface RecordModel {
  readonly type: string;
  readonly values: readonly string[];
  /** One sentence. */
  readonly state: string;
  readonly isGood: boolean;
  /** Servers that answer so. */
  readonly verifiedBy: readonly string[];
}

/** How often the page looks again, in seconds: soon enough to watch a change, seldom enough to copy a line. */
const refreshSeconds = 3;

/** The page as HTML. */
export function renderStatusPage(model: StatusPageModel, language: Language): string {
  const said = statusPageTexts[language];
  const other = language === "en" ? "zh-CN" : "en";
  const records = model.names.flatMap((name) => name.records);
  const open = records.filter(({ isGood }) => !isGood).length;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${refreshSeconds}">
<title>${open === 0 ? "" : `(${open}) `}Holdfast</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>
<h1>Holdfast <small>${escapeHtml(model.version)}</small></h1>
<p class="health ${open === 0 ? "good" : "open"}">${healthText(records.length, open, said)}</p>
<a href="/?lang=${other}" lang="${other}" hreflang="${other}">${said.otherLanguage}</a>
</header>
<main>
${section("names", said.names, model.names.map((name) => nameItem(name, said)).join("\n"))}
${section("addresses", said.addresses, `<dl>\n${model.addresses.map(addressItem).join("\n")}\n</dl>`)}
${model.ports.length === 0 ? "" : section("ports", said.ports, portList(model.ports))}
${section("try", said.tryIt, `<pre><code>${escapeHtml(model.tryLine)}</code></pre>`)}
${section("events", said.events, eventList(model.events, said))}
${section("server", said.server, serverDetails(model, said))}
</main>
</body>
</html>
`;
}

function section(id: string, heading: string, content: string): string {
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${heading}</h2>\n${content}\n</section>`;
}

function healthText(records: number, open: number, said: StatusPageTexts): string {
  if (records === 0) return said.noRecords;
  return open === 0 ? said.allGood(records) : said.someOpen(open, records);
}

function nameItem({ name, records }: StatusPageModel["names"][number], said: StatusPageTexts): string {
  const items = records.map(({ type, values, state, isGood, verifiedBy }) => {
    const shown = values.map((value) => `<code>${escapeHtml(value)}</code>`).join(" ") || said.noValues;
    const told = verifiedBy.length === 0 ? state : said.verified(state, verifiedBy.join(", "));
    return `<li class="${isGood ? "good" : "open"}"><span class="type">${escapeHtml(type)}</span>
<span class="values">${shown}</span>
<span class="state">${escapeHtml(told)}</span></li>`;
  });
  return `<h3>${escapeHtml(name)}</h3>\n<ul class="records">\n${items.join("\n")}\n</ul>`;
}

function portList(ports: readonly PortModel[]): string {
  const items = ports.map(
    ({ port, family, place, state, isGood }) => `<li class="${isGood ? "good" : "open"}">
<span class="type">${escapeHtml(port)} ${escapeHtml(family)}</span>
<span class="values"><code>${escapeHtml(place)}</code></span>
<span class="state">${escapeHtml(state)}</span></li>`,
  );
  return `<ul class="records">\n${items.join("\n")}\n</ul>`;
}

function addressItem({ family, value, isKnown, sources }: StatusPageModel["addresses"][number]): string {
  const asked = sources.map((source) => `<small>${escapeHtml(source)}</small>`).join(" ");
  return `<dt>${escapeHtml(family)}</dt><dd class="${isKnown ? "good" : "open"}">${escapeHtml(value)} ${asked}</dd>`;
}

function eventList(events: StatusPageModel["events"], said: StatusPageTexts): string {
  if (events.length === 0) return `<p>${said.noEvents}</p>`;
  const items = events.map(
    ({ at, clockTime, text }) =>
      `<li><time datetime="${escapeHtml(at)}">${escapeHtml(clockTime)}</time> ${escapeHtml(text)}</li>`,
  );
  return `<ol>\n${items.join("\n")}\n</ol>`;
}

function hostTable(hosts: StatusPageModel["hosts"], said: StatusPageTexts): string {
  if (hosts.length === 0) return "";
  const heads = [said.host, said.lastHeard].map((text) => `<th scope="col">${text}</th>`).join("");
  const rows = hosts.map(({ name, lastHeard }) => {
    const heard =
      lastHeard === undefined
        ? said.neverHeard
        : `<time datetime="${escapeHtml(lastHeard.at)}">${escapeHtml(lastHeard.clockTime)}</time> ${escapeHtml(lastHeard.way)}`;
    return `<tr><td>${escapeHtml(name)}</td><td>${heard}</td></tr>`;
  });
  return `<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
`;
}

function serverDetails({ zones, hosts, listeners, queryCount }: StatusPageModel, said: StatusPageTexts): string {
  const heads = [said.zone, said.serial, said.ownerNames].map((text) => `<th scope="col">${text}</th>`).join("");
  const rows = zones.map(
    ({ apex, serial, ownerCount }) => `<tr><td>${escapeHtml(apex)}</td><td>${serial}</td><td>${ownerCount}</td></tr>`,
  );
  const places = listeners.map(({ name, endpoint }) => `${escapeHtml(name)} <code>${escapeHtml(endpoint)}</code>`);
  return `<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
${hostTable(hosts, said)}<p>${[...places, said.queries(queryCount)].join(" · ")}</p>`;
}
