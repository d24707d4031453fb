/** Which texts are, hold, or merely point to a secret, judged by their form alone. */

/** What points to a secret without being one. A lower-case name could be a token pasted behind `env:`. */
export function isReference(text: string): boolean {
  return /^env:[A-Z_][A-Z0-9_]*$/.test(text) || /^file:\S+$/.test(text);
}

/** Credentials hide in the user part and the query of URLs, and in the arguments of commands. */
export function hidesSecret(text: string): boolean {
  return /:\/\/[^/\s]*@|:\/\/\S*\?|^command:\S*\s/.test(text);
}
