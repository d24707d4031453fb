/** Errors of the REST interface as `application/problem+json`. RFC 9457 §3 */

/** Codes clients may rely on. */
export type ProblemCode =
  | "credentials-rejected"
  | "not-authorized"
  | "name-not-found"
  | "path-not-found"
  | "method-not-allowed"
  | "body-unreadable"
  | "value-invalid"
  | "address-unknown"
  | "body-too-large"
  | "conflict"
  | "conflicting-records"
  | "zone-is-copy"
  | "entry-too-large"
  | "accounts-unavailable"
  | "memory-full"
  | "journal-full"
  | "journal-unavailable";

/** HTTP status and English title of each. */
const problems: Readonly<Record<ProblemCode, readonly [status: number, title: string]>> = {
  "credentials-rejected": [401, "The credentials are missing or wrong"],
  "not-authorized": [403, "The credentials do not allow this"],
  "name-not-found": [404, "The name is not one for these credentials"],
  "path-not-found": [404, "There is nothing at this path"],
  "method-not-allowed": [405, "This path does not take the method"],
  "body-unreadable": [400, "The body is not the JSON that is expected"],
  "value-invalid": [422, "A value is not acceptable"],
  "address-unknown": [422, "The address of the caller is not known"],
  "body-too-large": [413, "The body is too large"],
  conflict: [409, "The zone changed at the same time"],
  "conflicting-records": [409, "The name is an alias, beside which an address would not be seen"],
  "zone-is-copy": [409, "The zone is a copy; changes belong to its primary server"],
  "entry-too-large": [413, "The change is too large for one entry"],
  "accounts-unavailable": [503, "The server cannot check credentials at the moment"],
  "memory-full": [507, "The server has no memory for more records"],
  "journal-full": [507, "The server has no room to store the change"],
  "journal-unavailable": [503, "The server cannot store changes at the moment"],
};

/**
 * Builds the response; `detail` holds nothing a stranger should not learn. Neither holds a word that update clients search
 * answers for as a sign of success, such as `ok` in the middle of another: they may have been given a wrong path.
 */
export function problemResponse(code: ProblemCode, detail: string): Response {
  const [status, title] = problems[code];
  const headers: Record<string, string> = {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
  };
  if (status === 401) headers["WWW-Authenticate"] = 'Bearer realm="holdfast"';
  return new Response(JSON.stringify({ type: "about:blank", title, status, code, detail }), { status, headers });
}
