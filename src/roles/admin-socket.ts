import type {
  Administration,
  AdministrationFailure,
  NewZone,
  ServerSummary,
  ZoneImport,
} from "../core/administration.ts";
import type { HttpHandler } from "../core/listen.ts";
import type { LocalRequest } from "../core/local-socket.ts";
import { failure, type Result } from "../core/result.ts";
import type { AgentHistoryLine } from "./agent-history.ts";
import type { AgentSummary } from "./agent-summary.ts";

/**
 * Both ends of the socket in the state directory. Whoever may open it (its mode is 0600) is the administrator, so
 * there is no password; what arrives is checked all the same, because another version may be at the other end.
 */

/** What a running Holdfast tells of itself. */
export interface RunningSummary {
  readonly version: string;
  readonly pid: number;
  readonly server: ServerSummary | undefined;
  readonly agent: AgentSummary | undefined;
}

export interface AdminSocketRoles {
  readonly version: string;
  readonly pid: number;
  readonly administration: Administration | undefined;
  readonly server: (() => ServerSummary) | undefined;
  readonly agent: () => AgentSummary | undefined;
  /** The agent's history; empty when there is no agent. */
  readonly agentHistory: (limit: number) => Promise<readonly AgentHistoryLine[]>;
  /** Attempts every target now, lifting refusals. */
  readonly retryNow: (target: string | undefined, allowsLargeChange: boolean) => void;
}

/** Master files of a million hosts fit. */
export const largestAdminBody: number = 256 * 1_024 * 1_024;

/** Answers on the socket. */
export function adminHandler(roles: AdminSocketRoles): HttpHandler {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method === "GET" && pathname === "/summary") {
      const { version, pid } = roles;
      const summary: RunningSummary = { version, pid, server: roles.server?.(), agent: roles.agent() };
      return Response.json(summary);
    }
    if (request.method !== "POST") return new Response("no such path", { status: 404 });
    const given = await readArguments(request);
    if (given === undefined) return new Response("the body is not a JSON list", { status: 400 });
    if (pathname === "/retry") {
      roles.retryNow(optionalText(given[0]), given[1] === true);
      return Response.json(true);
    }
    if (pathname === "/agent-history") return Response.json(await roles.agentHistory(count(given[0])));
    const operation = operations.get(pathname);
    if (operation === undefined || roles.administration === undefined) {
      return new Response("no such operation", { status: 404 });
    }
    return Response.json(await operation(roles.administration, given));
  };
}

type Operation = (
  administration: Administration,
  given: readonly unknown[],
) => Promise<Result<unknown, AdministrationFailure>>;

const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["/zones", (to) => to.zones()],
  ["/zone-add", (to, [zone]) => to.addZone(newZoneOf(zone))],
  ["/zone-import", (to, [file]) => to.importZone(zoneImportOf(file))],
  ["/zone-export", (to, [apex]) => to.exportZone(text(apex))],
  ["/zone-remove", (to, [apex, withHosts]) => to.removeZone(text(apex), withHosts === true)],
  ["/host-add", (to, [name]) => to.addHost(text(name))],
  ["/hosts", (to, [after, limit]) => to.hosts(optionalText(after), count(limit))],
  ["/host-remove", (to, [name]) => to.removeHost(text(name))],
  ["/host-token", (to, [name, keepsEarlier]) => to.renewToken(text(name), keepsEarlier === true)],
  [
    "/history",
    (to, [owner, before, limit]) =>
      to.history({
        owner: optionalText(owner),
        before: typeof before === "number" ? before : undefined,
        limit: count(limit),
      }),
  ],
]);

/** The administration of a running server, through its socket. */
export function remoteAdministration(socketPath: string, request: LocalRequest): Administration {
  const call = async <T>(
    operation: string,
    ...given: readonly unknown[]
  ): Promise<Result<T, AdministrationFailure>> => {
    const answer = await request(socketPath, {
      method: "POST",
      path: operation,
      // JSON has no `undefined` in lists; `null` is read as absent.
      body: JSON.stringify(given.map((value) => value ?? null)),
    });
    if (!answer.ok) return failure({ code: "server-unreachable", detail: answer.detail });
    if (answer.value.status !== 200) return failure({ code: "server-unreachable", detail: answer.value.body });
    return JSON.parse(answer.value.body) as Result<T, AdministrationFailure>;
  };
  return {
    zones: () => call("/zones"),
    addZone: (zone) => call("/zone-add", zone),
    importZone: (file) => call("/zone-import", file),
    exportZone: (apex) => call("/zone-export", apex),
    removeZone: (apex, withHosts) => call("/zone-remove", apex, withHosts),
    addHost: (name) => call("/host-add", name),
    hosts: (after, limit) => call("/hosts", after, limit),
    removeHost: (name) => call("/host-remove", name),
    renewToken: (name, keepsEarlier) => call("/host-token", name, keepsEarlier),
    history: ({ owner, before, limit }) => call("/history", owner, before, limit),
  };
}

async function readArguments(request: Request): Promise<readonly unknown[] | undefined> {
  try {
    const given: unknown = JSON.parse(await request.text());
    return Array.isArray(given) ? given : undefined;
  } catch {
    return undefined;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function optionalText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function count(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 100;
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function newZoneOf(value: unknown): NewZone {
  const fields = fieldsOf(value);
  return {
    apex: text(fields.get("apex")),
    nameServers: texts(fields.get("nameServers")),
    nameServerAddresses: texts(fields.get("nameServerAddresses")),
    contact: optionalText(fields.get("contact")),
  };
}

function zoneImportOf(value: unknown): ZoneImport {
  const fields = fieldsOf(value);
  return {
    text: text(fields.get("text")),
    fileName: text(fields.get("fileName")),
    apex: optionalText(fields.get("apex")),
    mode: fields.get("mode") === "replace" ? "replace" : "create",
  };
}
