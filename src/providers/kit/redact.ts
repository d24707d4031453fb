import { encodeStrictly } from "./canonical-request.ts";

/** Keeps credentials out of everything people read, also when the remote repeats them to us. */

const dots = "••••••";

/** Removes the given texts, and the spellings they take in URLs, forms, JSON, pages and Basic authentication. */
export function redact(text: string, secrets: readonly string[]): string {
  // Longer ones first: a short one may be part of a long one and would leave its rest behind.
  const spellings = [...new Set(secrets.filter((secret) => secret !== "").flatMap(spellingsOf))];
  spellings.sort((a, b) => b.length - a.length);
  return spellings.reduce((rest, spelling) => rest.replaceAll(spelling, dots), text);
}

/** How pages write characters that mean something there; whether quotes are among them differs. */
const tags = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const pageSpellings: readonly Readonly<Record<string, string>>[] = [
  tags,
  { ...tags, '"': "&quot;" },
  { ...tags, '"': "&quot;", "'": "&#39;" },
  { ...tags, '"': "&quot;", "'": "&#039;" },
  { ...tags, '"': "&#34;", "'": "&#39;" },
];

function spellingsOf(secret: string): readonly string[] {
  const encoded = encodeURIComponent(secret);
  const form = new URLSearchParams({ "": secret }).toString().slice(1);
  const inUrls = [encoded, encoded.replaceAll("%20", "+"), form, form.replaceAll("+", "%20"), encodeStrictly(secret)];
  return [
    secret,
    ...inUrls,
    // RFC 3986 §2.1: digits in both cases are the same.
    ...inUrls.map((text) => text.replaceAll(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())),
    JSON.stringify(secret).slice(1, -1),
    ...pageSpellings.map((quotes) => secret.replaceAll(/[&<>"']/g, (character) => quotes[character] ?? character)),
    Buffer.from(secret, "utf8").toString("base64"),
  ];
}
