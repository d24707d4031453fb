import { isIP } from "node:net";
import type { EmulatedZones } from "./emulated-zones.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import { ZoneStore } from "./zone-store.ts";

/** A Holdfast server as `docs/guides/addresses-api.md` describes it, with one token that stands for every name. */
export async function startHoldfast(host: string): Promise<EmulatedZones> {
  const store = new ZoneStore();
  let revision = 0;
  const http = await HttpEmulator.start((request) => {
    if (request.method === "PUT") revision += 1;
    return answer(store, request, revision);
  });
  return {
    http,
    hosts: { [host]: http.origin },
    addZone: (apex) => void store.zones.push(apex),
    hold: ({ zone, owner, type, content, ttl = defaultTtl }) => {
      store.add({ zone, owner, type, content, ttl, fields: {} });
    },
    held: (owner, type) => store.held(owner, type),
    isWrite: ({ method }) => method === "PUT",
    stop: () => http.stop(),
  };
}

export const holdfastToken = "CANARY7k2m9pQw4Zt8RvXc3LbN6sYd1FgHj5TuAe";

const defaultTtl = 60;

function answer(store: ZoneStore, request: ReceivedRequest, revision: number): EmulatedAnswer {
  const path = /^\/api\/v1\/names\/([^/]+)\/addresses$/.exec(request.path);
  if (path === null) return problem(404, "path-not-found");
  if (request.headers["authorization"] !== `Bearer ${holdfastToken}`) return problem(401, "credentials-rejected");
  const name = decodeURIComponent(path[1] ?? "");
  const zone = store.zones
    .filter((apex) => name === apex || name.endsWith(`.${apex}`))
    .toSorted((a, b) => b.length - a.length)[0];
  if (zone === undefined) return problem(404, "name-not-found");
  if (request.method === "GET") return json(200, shape(store, name, zone, revision));
  if (request.method !== "PUT") return problem(405, "method-not-allowed");
  const given: unknown = request.headers["content-type"] === "application/json" ? JSON.parse(request.body) : undefined;
  if (typeof given !== "object" || given === null) return problem(400, "body-unreadable");
  const { ipv4, ipv6, ttl, ...others } = given as Record<string, unknown>;
  if (Object.keys(others).length > 0) return problem(422, "value-invalid");
  const before = JSON.stringify(store.held(name));
  for (const [type, version, list] of [
    ["A", 4, ipv4],
    ["AAAA", 6, ipv6],
  ] as const) {
    if (list === undefined) continue;
    const values = list ?? [];
    if (!Array.isArray(values) || values.some((value) => isIP(String(value)) !== version))
      return problem(422, "value-invalid");
    replace(store, { name, zone, type, ttl }, values.map(String));
  }
  const changed = JSON.stringify(store.held(name)) !== before;
  return json(200, { ...shape(store, name, zone, revision), changed });
}

function replace(
  store: ZoneStore,
  set: { readonly name: string; readonly zone: string; readonly type: string; readonly ttl: unknown },
  values: readonly string[],
): void {
  const present = store.held(set.name, set.type);
  const ttl = typeof set.ttl === "number" ? set.ttl : (present[0]?.ttl ?? defaultTtl);
  for (const { id, content } of present) {
    if (values.includes(content)) store.change(id, { ttl });
    else store.remove(id);
  }
  for (const content of values)
    store.add({ zone: set.zone, owner: set.name, type: set.type, content, ttl, fields: {} });
}

function shape(store: ZoneStore, name: string, zone: string, revision: number): Record<string, unknown> {
  const [ipv4, ipv6] = [store.held(name, "A"), store.held(name, "AAAA")];
  return {
    name,
    zone,
    ttl: [...ipv4, ...ipv6][0]?.ttl ?? defaultTtl,
    ipv4: ipv4.map(({ content }) => content),
    ipv6: ipv6.map(({ content }) => content),
    revision,
    serial: 2_026_112_000 + revision,
  };
}

function problem(status: number, code: string): EmulatedAnswer {
  const body = { type: "about:blank", title: code, status, code, detail: `emulated ${code}` };
  return { status, headers: { "content-type": "application/problem+json" }, body: JSON.stringify(body) };
}

function json(status: number, body: unknown): EmulatedAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
