import { describe, expect, test } from "bun:test";
import type { Outcome } from "../../src/core/outcome.ts";
import type { ProviderDeclaration, PushRequest, Settings } from "../../src/core/provider.ts";
import { httpPorts } from "../support/provider-ports.ts";
import { ScriptedHttp, type ScriptedReply } from "../support/scripted-http.ts";
import { address, name, ttl } from "../support/values.ts";

/** Tables of what is peculiar to one service that is told addresses: its requests and its answers, to the letter. */

export interface PushTables {
  readonly provider: ProviderDeclaration;
  readonly settings: Settings;
  readonly owner: string;
}

/** What is pushed: addresses by family, an empty text to withdraw one. */
export interface Told {
  readonly owner?: string;
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly ttl?: number;
  readonly options?: Settings;
}

/** The requests as `METHOD url`, a body behind it, or the code of the refusal when there are none. */
export type RequestRow = readonly [title: string, told: Told, requests: readonly string[] | string];

export function sends(tables: PushTables, rows: readonly RequestRow[], reply: ScriptedReply = {}): void {
  describe(`requests of ${tables.provider.id}`, () => {
    for (const [title, told, expected] of rows) {
      test(title, async () => {
        const { outcome, http } = await push(tables, told, reply);
        const sent = http.requests.map(({ method, url, body }) => [method, url.href, body ?? ""].join(" ").trimEnd());
        if (typeof expected === "string") expect(outcome).toMatchObject({ kind: "rejected", code: expected });
        expect(sent).toEqual(typeof expected === "string" ? [] : [...expected]);
      });
    }
  });
}

/** An answer to one IPv4 address (192.0.2.1), a text with status 200 or more, and what it comes to. */
export type AnswerTableRow = readonly [reply: string | ScriptedReply, expected: object];

export function reads(tables: PushTables, rows: readonly AnswerTableRow[]): void {
  describe(`answers of ${tables.provider.id}`, () => {
    for (const [reply, expected] of rows) {
      test(JSON.stringify(reply), async () => {
        const scripted = typeof reply === "string" ? { body: reply } : reply;
        const { outcome } = await push(tables, { ipv4: "192.0.2.1" }, scripted);
        expect(outcome).toMatchObject(expected);
      });
    }
  });
}

async function push(
  { provider, settings, owner }: PushTables,
  told: Told,
  reply: ScriptedReply,
): Promise<{ readonly outcome: Outcome; readonly http: ScriptedHttp }> {
  const http = new ScriptedHttp(() => reply);
  const service = provider.connect(settings, httpPorts(http));
  if (service.kind !== "push") throw new Error(`${provider.id} is a push service`);
  const addresses: PushRequest["addresses"] = { ...listed("ipv4", told.ipv4), ...listed("ipv6", told.ipv6) };
  const outcome = await service.push({
    owner: name(told.owner ?? owner),
    addresses,
    ttl: told.ttl === undefined ? undefined : ttl(told.ttl),
    options: told.options ?? {},
  });
  return { outcome, http };
}

function listed(family: "ipv4" | "ipv6", text: string | undefined): PushRequest["addresses"] {
  if (text === undefined) return {};
  return { [family]: text === "" ? [] : [address(text)] };
}
