/** Words of a router for people: printable, on one line, at most 60 characters. */
export function shown(text: string): string {
  return text
    .replace(/[^\P{C}]+|\s+/gu, " ")
    .trim()
    .slice(0, 60);
}
