import { z } from "zod";
import { OwnerName } from "../../core/name.ts";
import { parseType } from "../../core/rr-type.ts";
import type { RRset } from "../../core/rrset.ts";
import { ttlOf } from "../../core/ttl.ts";
import type { ServedZone } from "../../core/zone-view.ts";
import { parseRdata, printRdata } from "../../wire/rdata/registry.ts";
import { Attempt, type Blame } from "../attempt.ts";
import type { Principal } from "../authenticate.ts";
import type { Asked, DialectAnswer, DialectPorts } from "../dialect.ts";
import { changeableSets } from "../host-rights.ts";
import { jsonAnswer, readJsonBody } from "../json-body.ts";
import type { RRsetWish } from "../publish-rrsets.ts";

/**
 * As much of PowerDNS's interface as programs need that set records by it: one server `localhost`, its zones, RRsets by
 * PATCH; the host's token in `X-API-Key`. Facts: PowerDNS/pdns, `docs/http-api/zone.rst`.
 *
 * A token sees the one zone it has something in, and of that only what it may change.
 */
export const answerPowerDns: DialectAnswer = async (asked, ports) => {
  const attempt = new Attempt(asked, ports, "powerdns");
  const key = asked.request.headers.get("x-api-key")?.trim() ?? "";
  const principal = await attempt.signIn(key === "" ? undefined : { user: undefined, secret: key });
  if (!principal.ok) return refusal(principal.code);
  const [server, zoneId, action] = asked.captured;
  const { method } = asked.request;
  if (server === "") return method === "GET" ? jsonAnswer(200, [serverShape]) : wrongMethod("GET");
  if (server !== serverShape.id) return notFound();
  const zone = ports.view.zoneOf(principal.value.host);
  if (zoneId === "") {
    const wanted = asked.url.searchParams.get("zone");
    const zones = zone !== undefined && (wanted === null || isCalled(zone, wanted)) ? [zone] : [];
    return method === "GET" ? jsonAnswer(200, zones.map(zoneShape)) : wrongMethod("GET");
  }
  if (zone === undefined || !isCalled(zone, zoneId ?? "")) return notFound();
  if (action === "notify")
    return method === "PUT" ? jsonAnswer(200, { result: "Notification queued" }) : wrongMethod("PUT");
  if (method === "PATCH") return change(asked, zone, principal.value, attempt);
  return method === "GET" ? jsonAnswer(200, whole(zone, principal.value, ports)) : wrongMethod("GET, PATCH");
};

/** Which versions there are. */
export const answerPowerDnsVersions: DialectAnswer = async () => jsonAnswer(200, [{ url: "/api/v1", version: 1 }]);

/** What is behind `/api/v1/servers/localhost` alone. */
export const answerPowerDnsServer: DialectAnswer = async ({ captured: [server] }) =>
  server === serverShape.id ? jsonAnswer(200, serverShape) : notFound();

const serverUrl = "/api/v1/servers/localhost";

const serverShape = {
  type: "Server",
  id: "localhost",
  daemon_type: "authoritative",
  version: "4.9.0",
  url: serverUrl,
  config_url: `${serverUrl}/config{/config_setting}`,
  zones_url: `${serverUrl}/zones{/zone}`,
};

function isCalled({ apex }: ServedZone, text: string): boolean {
  const name = OwnerName.parse(text);
  return name.ok && name.value.equals(apex);
}

function zoneShape({ apex, serial }: ServedZone): Record<string, unknown> {
  const name = apex.key;
  return {
    id: name,
    name,
    type: "Zone",
    url: `${serverUrl}/zones/${name}`,
    // Secondaries hear of changes by themselves, so nobody need ask for a notification.
    kind: "Native",
    serial,
    notified_serial: serial,
    edited_serial: serial,
    account: "",
    dnssec: false,
    masters: [],
  };
}

function whole(zone: ServedZone, principal: Principal, { view }: DialectPorts): Record<string, unknown> {
  const sets = changeableSets(principal).flatMap(({ owner, type }) => view.rrset(owner, type) ?? []);
  return { ...zoneShape(zone), rrsets: sets.map(rrsetShape) };
}

function rrsetShape({ owner, type, ttl, rdata }: RRset): Record<string, unknown> {
  const records = rdata.map((one) => ({ content: printRdata(type, one), disabled: false }));
  return { name: owner.key, type, ttl, records, comments: [] };
}

const patchBody = z.object({
  rrsets: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      changetype: z.enum(["REPLACE", "DELETE"]),
      ttl: z.number().optional(),
      records: z.array(z.object({ content: z.string(), disabled: z.boolean().optional() })).nullish(),
    }),
  ),
});

async function change({ request }: Asked, zone: ServedZone, principal: Principal, attempt: Attempt): Promise<Response> {
  const body = await readJsonBody(request, patchBody);
  if (body === undefined) return jsonAnswer(400, { error: "send rrsets with name, type and changetype" });
  const wishes: RRsetWish[] = [];
  for (const item of body.rrsets) {
    const wish = wishOf(item);
    if (wish === undefined) return refusal("value");
    const isRepeated = wishes.some(({ owner, type }) => owner.equals(wish.owner) && type === wish.type);
    if (isRepeated || !wish.owner.isAtOrBelow(zone.apex)) return refusal("value");
    wishes.push(wish);
  }
  if (wishes.length > 0) {
    const published = await attempt.publishRRsets(principal, wishes);
    if (!published.ok) return refusal(published.code);
  }
  return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
}

/** Undefined when something in it cannot be read. */
function wishOf(item: z.infer<typeof patchBody>["rrsets"][number]): RRsetWish | undefined {
  const owner = OwnerName.parse(item.name);
  const type = parseType(item.type);
  const ttl = item.ttl === undefined ? undefined : ttlOf(item.ttl);
  if (!owner.ok || type === undefined || ttl?.ok === false) return undefined;
  const records = item.changetype === "DELETE" ? [] : (item.records ?? []).filter(({ disabled }) => disabled !== true);
  const rdata: Uint8Array[] = [];
  for (const { content } of records) {
    const parsed = parseRdata(type, content);
    if (!parsed.ok) return undefined;
    if (!rdata.some((one) => Buffer.compare(one, parsed.value) === 0)) rdata.push(parsed.value);
  }
  return { owner: owner.value, type, ttl: ttl?.value, rdata };
}

const refusals: Readonly<Record<Blame, readonly [status: number, error: string]>> = {
  credentials: [401, "Unauthorized"],
  name: [403, "Forbidden"],
  value: [422, "A name, type, TTL or content cannot be published"],
  records: [409, "Conflict with a CNAME"],
  server: [503, "Try again later"],
};

function refusal(blame: Blame): Response {
  const [status, error] = refusals[blame];
  return jsonAnswer(status, { error });
}

function notFound(): Response {
  return jsonAnswer(404, { error: "Not Found" });
}

function wrongMethod(allowed: string): Response {
  return jsonAnswer(405, { error: "Method Not Allowed" }, { Allow: allowed });
}
