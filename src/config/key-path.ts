/** Where in the configuration a value is: `agent.names[0].ipv4`. */

export type KeyPath = readonly (string | number)[];

/** A key that needs no quotes in a path. */
const bare: RegExp = /^[A-Za-z0-9_-]+$/;

/** The text form; keys with other characters are quoted: `providers["my.cf"].type`. */
export function formatKeyPath(path: KeyPath): string {
  let text = "";
  for (const segment of path) {
    if (typeof segment === "number") text += `[${segment}]`;
    else if (bare.test(segment)) text += text === "" ? segment : `.${segment}`;
    else text += `[${JSON.stringify(segment)}]`;
  }
  return text;
}

/** Reads the text form without quoted keys, as flags use it; undefined when it is not one. */
export function parseKeyPath(text: string): KeyPath | undefined {
  if (!/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+|\[\d{1,4}\])*$/.test(text)) return undefined;
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((match) =>
    match[1] === undefined ? match[0] : Number(match[1]),
  );
}

/** True when `path` is `ancestor` itself or lies below it. */
export function isAtOrBelow(path: KeyPath, ancestor: KeyPath): boolean {
  return ancestor.every((segment, index) => path[index] === segment);
}
