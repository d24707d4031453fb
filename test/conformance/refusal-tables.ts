import { describe, expect, test } from "bun:test";
import type { ProviderDeclaration, Settings } from "../../src/core/provider.ts";
import { httpPorts } from "../support/provider-ports.ts";
import { ScriptedHttp, type ScriptedReply } from "../support/scripted-http.ts";

/** A table of answers with which one zone API refuses, to the letter, and what they come to. */

/** An answer to the list of zones, and the outcome. */
export type RefusalRow = readonly [title: string, reply: ScriptedReply, expected: object];

export function refuses(provider: ProviderDeclaration, settings: Settings, rows: readonly RefusalRow[]): void {
  describe(`refusals of ${provider.id}`, () => {
    for (const [title, reply, expected] of rows) {
      test(title, async () => {
        const api = provider.connect(settings, httpPorts(new ScriptedHttp(() => reply)));
        if (api.kind !== "zone-api") throw new Error(`${provider.id} is a zone API`);
        expect(await api.zones()).toMatchObject({ outcome: expected });
      });
    }
  });
}
