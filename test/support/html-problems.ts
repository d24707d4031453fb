/**
 * What is wrong with a page as our own pages are written: every element closed in order, attributes quoted and unique,
 * ids unique, references to ids and languages known. No replacement for a validator, but it finds what templates break.
 */
export function htmlProblems(html: string): readonly string[] {
  const problems: string[] = [];
  if (!html.startsWith("<!doctype html>\n")) problems.push("no doctype");
  const open: string[] = [];
  const ids: string[] = [];
  const references: string[] = [];
  const body = html.replace(/^<!doctype html>/, "");
  let end = 0;
  for (const match of body.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"<>]*")*)\s*>/g)) {
    problems.push(...textProblems(body.slice(end, match.index)));
    end = match.index + match[0].length;
    const [, slash, name = "", attributes = ""] = match;
    if (slash === "/") {
      if (open.pop() !== name) problems.push(`</${name}> closes something else`);
      continue;
    }
    if (!voidElements.has(name)) open.push(name);
    const given = [...attributes.matchAll(/([a-z-]+)="([^"]*)"/g)].map(
      ([, key = "", value = ""]) => [key, value] as const,
    );
    const keys = given.map(([key]) => key);
    if (new Set(keys).size !== keys.length) problems.push(`<${name}> repeats an attribute`);
    for (const [key, value] of given) {
      if (key.startsWith("on") || key === "style") problems.push(`<${name} ${key}> needs what the policy forbids`);
      if (key === "id") ids.push(value);
      if (key === "aria-labelledby") references.push(value);
    }
  }
  problems.push(...textProblems(body.slice(end)));
  if (open.length > 0) problems.push(`never closed: ${open.join(" ")}`);
  if (new Set(ids).size !== ids.length) problems.push("an id is repeated");
  problems.push(...references.filter((id) => !ids.includes(id)).map((id) => `no element has the id ${id}`));
  return problems;
}

const voidElements: ReadonlySet<string> = new Set(["meta", "link", "br", "hr", "img", "input"]);

function textProblems(text: string): readonly string[] {
  const problems = /[<>]/.test(text) ? [`a bare bracket in ${JSON.stringify(text.slice(0, 40))}`] : [];
  const bare = /&(?!(amp|lt|gt|quot|#39);)/.test(text) ? [`a bare & in ${JSON.stringify(text.slice(0, 40))}`] : [];
  return [...problems, ...bare];
}
