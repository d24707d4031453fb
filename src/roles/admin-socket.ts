import type { MasterFile, UnreadFile } from "../core/master-file.ts";
import type {
  Administration,
  AdministrationFailure,
  NewZone,
  ServerSummary,
  ZoneImport,
} from "../core/administration.ts";
import type { AgentJournalFailure } from "../core/agent-journal.ts";
import type { HttpHandler } from "../core/listen.ts";
import type { LocalRequest } from "../core/local-socket.ts";
import { type Failure, failure, type Result } from "../core/result.ts";
import type { AgentHistoryLine, AgentHistoryRequest } from "./agent-history.ts";
import type { AgentSummary } from "./agent-summary.ts";
import { largestZoneFile } from "./zone-file.ts";

/**
 * Both ends of the socket in the state directory. Whoever may open it (its mode is 0600) is the administrator, so there
 * is no password. Both ends are this program, of one version (`ask-running.ts` sees to that), but whoever may open the
 * socket may also write anything to it: nothing that arrives makes the handler throw.
 */

/** What a running Holdfast tells of itself. */
export interface RunningSummary {
  readonly version: string;
  readonly pid: number;
  readonly server: ServerSummary | null;
  readonly agent: AgentSummary | null;
}

export interface AdminSocketRoles {
  readonly version: string;
  readonly pid: number;
  readonly administration: Administration | undefined;
  readonly server: (() => ServerSummary) | undefined;
  readonly agent: () => AgentSummary | undefined;
  /** The agent's history; empty when there is no agent. */
  readonly agentHistory: (
    asked: AgentHistoryRequest,
  ) => Promise<Result<readonly AgentHistoryLine[], AgentJournalFailure>>;
  /** Attempts every target now, lifting refusals. */
  readonly retryNow: (target: string | undefined, allowsLargeChange: boolean) => void;
}

/** Room for the largest zone file, with what JSON adds to it: a backslash for each line end, tab and quotation mark. */
export const largestAdminBody: number = 2 * largestZoneFile;

/** Answers on the socket. */
export function adminHandler(roles: AdminSocketRoles): HttpHandler {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method === "GET" && pathname === "/summary") {
      const { version, pid } = roles;
      const summary: RunningSummary = {
        version,
        pid,
        server: roles.server?.() ?? null,
        agent: roles.agent() ?? null,
      };
      return Response.json(summary);
    }
    if (request.method !== "POST") return new Response("no such path", { status: 404 });
    const given = await readArguments(request);
    if (given === undefined) return new Response("the body is not a JSON list", { status: 400 });
    if (pathname === "/retry") {
      roles.retryNow(optionalText(given[0]), given[1] === true);
      return Response.json(true);
    }
    if (pathname === "/agent-history") {
      return Response.json(await roles.agentHistory({ owner: optionalText(given[0]), limit: count(given[1]) }));
    }
    const operation = operations.get(pathname);
    if (operation === undefined) return new Response("no such path", { status: 404 });
    const { administration } = roles;
    return Response.json(administration === undefined ? serverAbsent : await operation(administration, given));
  };
}

const serverAbsent: Failure<AdministrationFailure> = failure({ code: "server-absent", detail: "" });

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
  const call = <T>(operation: string, ...given: readonly unknown[]): Promise<Result<T, AdministrationFailure>> =>
    callRunning(socketPath, request, operation, given);
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

/** What a running agent wrote down. */
export function remoteAgentHistory(
  socketPath: string,
  request: LocalRequest,
  { owner, limit }: AgentHistoryRequest,
): Promise<Result<readonly AgentHistoryLine[], AgentJournalFailure | ServerUnreachable>> {
  return callRunning(socketPath, request, "/agent-history", [owner, limit]);
}

type ServerUnreachable = AdministrationFailure & { readonly code: "server-unreachable" };

async function callRunning<T, F extends object>(
  socketPath: string,
  request: LocalRequest,
  operation: string,
  given: readonly unknown[],
): Promise<Result<T, F | ServerUnreachable>> {
  // JSON has no `undefined` in lists; `null` is read as absent.
  const body = JSON.stringify(given.map((value) => value ?? null));
  const answer = await request(socketPath, { method: "POST", path: operation, body });
  if (!answer.ok) return failure({ code: "server-unreachable", detail: answer.detail });
  const { status, body: answered } = answer.value;
  // A bare 500 is a bug at the other end, 413 a body above the limit; what became of the request is not known.
  if (status !== 200) return failure({ code: "server-unreachable", detail: `it answered with status ${status}` });
  return decodeResult<T, F>(answered) ?? failure({ code: "server-unreachable", detail: "its answer is not readable" });
}

/** The socket belongs to our own program: what says of itself that it is a result is one of the declared type. */
function decodeResult<T, F extends object>(body: string): Result<T, F> | undefined {
  try {
    const result: unknown = JSON.parse(body);
    const isResult = typeof result === "object" && result !== null && "ok" in result && typeof result.ok === "boolean";
    return isResult ? (result as Result<T, F>) : undefined;
  } catch {
    return undefined;
  }
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
    file: masterFileOf(fields.get("file")),
    apex: optionalText(fields.get("apex")),
    mode: fields.get("mode") === "replace" ? "replace" : "create",
  };
}

function masterFileOf(value: unknown): MasterFile {
  const fields = fieldsOf(value);
  const includes = [...fieldsOf(fields.get("includes"))].map(([name, file]) => [name, includedOf(file)] as const);
  return { path: text(fields.get("path")), text: text(fields.get("text")), includes: Object.fromEntries(includes) };
}

function includedOf(value: unknown): MasterFile | UnreadFile {
  const fields = fieldsOf(value);
  if (!fields.has("failure")) return masterFileOf(value);
  return { path: text(fields.get("path")), failure: text(fields.get("failure")) };
}
