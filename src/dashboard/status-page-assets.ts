/** What the status page shows itself with. Served beside it, since the page's policy forbids both inside. */

export const statusPageStyle: string = `:root {
  color-scheme: light dark;
  --ink: light-dark(#17252a, #e3edef);
  --soft: light-dark(#55666c, #a3b4b9);
  --paper: light-dark(#f2f6f6, #10181a);
  --card: light-dark(#ffffff, #182326);
  --line: light-dark(#dbe4e5, #2c3c41);
  --good: light-dark(#0a6a4c, #5fd3a6);
  --open: light-dark(#8c4a00, #f5b55f);
  --accent: light-dark(#0a5f86, #74c5ee);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
header, main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1.25rem; padding-block: 1.25rem 0; }
header a { margin-inline-start: auto; }
h1 { font-size: 1.5rem; margin: 0; } h1 small { font-weight: 400; font-size: 0.85rem; color: var(--soft); }
h2 { font-size: 0.85rem; letter-spacing: 0.04em; color: var(--soft); margin: 0 0 0.6rem; }
h3 { font-size: 1.1rem; margin: 1.1rem 0 0.3rem; overflow-wrap: anywhere; } h2 + h3 { margin-top: 0; }
p { margin: 0; } .health { font-weight: 600; }
main { display: grid; gap: 1rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.1rem; min-width: 0; }
ul, ol { list-style: none; margin: 0; padding: 0; }
.records li { display: grid; grid-template-columns: 3.5rem minmax(9rem, auto) 1fr; gap: 0 1rem; align-items: baseline;
  padding: 0.4rem 0; border-top: 1px solid var(--line); }
.type { color: var(--soft); font-size: 0.9rem; }
.values code { white-space: nowrap; font-weight: 600; }
.state { font-size: 0.92rem; text-align: end; }
.state::before { content: "● "; font-size: 0.7em; vertical-align: 0.15em; }
.good .state, .good.health, dd.good { color: var(--good); } .open .state, .open.health, dd.open { color: var(--open); }
dl { display: grid; grid-template-columns: 3.5rem 1fr; align-items: baseline; gap: 0.3rem 1rem; margin: 0; }
dt { color: var(--soft); font-size: 0.9rem; } dd { margin: 0; overflow-wrap: anywhere; font-weight: 600; }
dd small { font-weight: 400; color: var(--soft); margin-inline-start: 0.4rem; }
pre { margin: 0; overflow-x: auto; }
ol li { display: grid; grid-template-columns: max-content 1fr; align-items: baseline; gap: 0 1rem; padding: 0.2rem 0; overflow-wrap: anywhere; }
time { color: var(--soft); font-size: 0.9rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; margin-bottom: 0.6rem; }
th, td { text-align: start; padding: 0.3rem 1rem 0.3rem 0; border-bottom: 1px solid var(--line);
  font-variant-numeric: tabular-nums; }
th { font-weight: 400; font-size: 0.85rem; color: var(--soft); }
section > p { color: var(--soft); font-size: 0.9rem; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.92em; }
a { color: var(--accent); }
@media (max-width: 40rem) {
  .records li { grid-template-columns: 3.5rem 1fr; }
  .state { grid-column: 2; text-align: start; }
  dd small { display: block; margin-inline-start: 0; }
  ol li { grid-template-columns: 1fr; padding: 0.35rem 0; }
}
`;

/** A line that stays on its rock. */
export const statusPageIcon: string = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#0a6a4c"/>
<path d="M16 25c-4-4 3-7 0-11s3-5 2-8" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/>
<path d="M6 25h20M10 25c1-3 3-4 6-4s5 1 6 4" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/>
</svg>
`;
