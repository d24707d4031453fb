/** Keeps credentials out of everything people read, also when the remote repeats them to us. */

const dots = "••••••";

/** Removes the given texts, and the spellings they take in URLs, forms, JSON and Basic authentication. */
export function redact(text: string, secrets: readonly string[]): string {
  // Longer ones first: a short one may be part of a long one and would leave its rest behind.
  const spellings = [...new Set(secrets.filter((secret) => secret !== "").flatMap(spellingsOf))];
  spellings.sort((a, b) => b.length - a.length);
  return spellings.reduce((rest, spelling) => rest.replaceAll(spelling, dots), text);
}

function spellingsOf(secret: string): readonly string[] {
  const encoded = encodeURIComponent(secret);
  return [
    secret,
    encoded,
    encoded.replaceAll("%20", "+"),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret, "utf8").toString("base64"),
  ];
}
