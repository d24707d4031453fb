/** Answers to clients that read text. */

/**
 * Status and words. No final line end, since some clients compare the whole body; the words of a refusal hold nothing that
 * a client searches for as a sign of success.
 */
export type Words = readonly [status: number, body: string];

/** Words as an answer to this request. */
export function textAnswer(request: Request, [status, body]: Words): Response {
  const shown = readsWordsOnlyBehind200(request) && status !== 401 ? 200 : status;
  const headers: Record<string, string> = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
  // Several router tools send Basic only after they were asked for it.
  if (shown === 401) headers["WWW-Authenticate"] = 'Basic realm="holdfast"';
  if (shown === 405) headers["Allow"] = "GET, POST";
  return new Response(body, { status: shown, headers });
}

/**
 * True for ddclient. Of any other status than 2xx and 401, its versions 3.8 to 3.11 say nothing and end with success, and
 * 4.0 tells the status alone.
 */
function readsWordsOnlyBehind200(request: Request): boolean {
  return request.headers.get("user-agent")?.startsWith("ddclient/") === true;
}
