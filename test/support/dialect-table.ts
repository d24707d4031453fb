import { describe, expect, test } from "bun:test";
import { rdataAddress } from "../../src/core/rrset.ts";
import { printRdata } from "../../src/wire/rdata/registry.ts";
import { type Answer, startUpdateServer, type UpdateServer } from "./update-server.ts";
import { name } from "./values.ts";

/** Requests as clients of a dialect send them, and what they get: one row for each, told as text. */

export const dialectHost = "home.dyn.example";

export interface DialectRow {
  readonly name: string;
  /** Requests that came before and were taken. */
  readonly before?: readonly string[];
  /**
   * Method and target, fields, an empty line and the body. `TOKEN` stands for the host's token; `Basic user:TOKEN` is
   * encoded.
   */
  readonly request: string;
  readonly peer?: string;
  /** A body that is no text is compared with what the answer's JSON holds. */
  readonly answer: readonly [status: number, body: string | object];
  /** The host's addresses afterwards; none when absent. */
  readonly published?: readonly string[];
  /** The texts of its `_acme-challenge` afterwards; none when absent. */
  readonly proofs?: readonly string[];
}

/** Sends one request that is told as text. */
export function askAsTold(server: UpdateServer, request: string, token: string, peer?: string): Promise<Answer> {
  const [head = "", ...body] = request.split("\n\n");
  const [line = "", ...fields] = head.split("\n");
  const [method = "GET", target = "/"] = line.replaceAll("TOKEN", token).split(" ");
  const headers = Object.fromEntries(
    fields.map((field): [string, string] => {
      const [, key = "", value = ""] = /^([^:]+): ?(.*)$/.exec(field.replaceAll("TOKEN", token)) ?? [];
      const account = /^Basic ([^ ]*:.*)$/.exec(value)?.[1];
      return [key, account === undefined ? value : `Basic ${btoa(account)}`];
    }),
  );
  const text = body.join("\n\n").replaceAll("TOKEN", token);
  return server.ask(target, {
    method,
    headers,
    ...(body.length > 0 && { text }),
    ...(peer !== undefined && { peer }),
  });
}

/** The host's addresses as text. */
export function addressesOf(server: UpdateServer, host: string = dialectHost): readonly string[] {
  const sets = (["A", "AAAA"] as const).map((type) => server.view.rrset(name(host), type));
  return sets.flatMap((set) => (set?.rdata ?? []).map((rdata) => `${rdataAddress(rdata)}`));
}

/** The texts at a host's `_acme-challenge`, the oldest first. */
export function proofsOf(server: UpdateServer, host: string = dialectHost): readonly string[] {
  const set = server.view.rrset(name(`_acme-challenge.${host}`), "TXT");
  return (set?.rdata ?? []).map((rdata) => printRdata("TXT", rdata).replaceAll('"', ""));
}

/** A server with the host of the rows, and one that belongs to somebody else. */
export async function dialectServer(): Promise<{ readonly server: UpdateServer; readonly token: string }> {
  const server = await startUpdateServer();
  const token = await server.addHost(dialectHost);
  await server.addHost("nas.dyn.example");
  return { server, token };
}

export function testDialect(title: string, rows: readonly DialectRow[]): void {
  describe(title, () => {
    for (const row of rows) {
      test(row.name, async () => {
        const { server, token } = await dialectServer();
        for (const request of row.before ?? []) {
          const earlier = await askAsTold(server, request, token, row.peer);
          expect([request, earlier.status < 300]).toEqual([request, true]);
        }
        const answer = await askAsTold(server, row.request, token, row.peer);
        const [status, body] = row.answer;
        expect([answer.status, typeof body === "string" ? answer.body : JSON.parse(answer.body)]).toEqual([
          status,
          body,
        ]);
        expect(addressesOf(server)).toEqual([...(row.published ?? [])]);
        expect(proofsOf(server)).toEqual([...(row.proofs ?? [])]);
        expect(addressesOf(server, "nas.dyn.example")).toEqual([]);
      });
    }
  });
}
