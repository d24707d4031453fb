import type { Asked } from "./dialect.ts";
import { prefersJson } from "./prefers-json.ts";
import { problemResponse } from "./problem.ts";

/** Tells callers the address they are seen at. */

/** As a line of text, or as JSON. */
export async function answerReflection({ request, peer }: Asked): Promise<Response> {
  if (peer === undefined) return unknownPeer();
  if (prefersJson(request.headers.get("accept"))) return Response.json({ ip: peer.toString() }, { headers: noStore });
  return asText(`${peer}\n`);
}

/** Without the end of a line, as nsupdate.info's `/myip` says it. */
export async function answerMyip({ peer }: Asked): Promise<Response> {
  return peer === undefined ? unknownPeer() : asText(peer.toString());
}

const noStore = { "Cache-Control": "no-store" };

function asText(text: string): Response {
  return new Response(text, { headers: { ...noStore, "Content-Type": "text/plain; charset=utf-8" } });
}

function unknownPeer(): Response {
  return problemResponse("address-unknown", "a listed proxy did not say who is calling");
}
