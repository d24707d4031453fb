import { expect, test } from "bun:test";
import type { ProviderDeclaration, RRsetChange, Settings } from "../../src/core/provider.ts";
import { httpPorts } from "../support/provider-ports.ts";
import { ScriptedHttp } from "../support/scripted-http.ts";
import { name } from "../support/values.ts";

/** What a declaration of a closed service promises: whatever is asked, it says so, and what to do, and sends nothing. */
export function conformsAsClosedService(subject: {
  readonly provider: ProviderDeclaration;
  readonly settings: Settings;
  /** What the words for people must name. */
  readonly successor: string;
}): void {
  test(`${subject.provider.id} refuses everything in plain words, and sends nothing`, async () => {
    const http = new ScriptedHttp(() => ({}));
    const api = subject.provider.connect(subject.settings, httpPorts(http));
    if (api.kind !== "zone-api") throw new Error("a closed service is declared as a zone API");
    const owner = name("home.example.net");
    const zone = { apex: name("example.net"), id: undefined };
    const before = { records: [], isMasked: false };
    const rdata = Uint8Array.of(192, 0, 2, 1);
    const edits = [{ kind: "create", rdata }] as const;
    const change: RRsetChange = { owner, type: "A", before, after: [rdata], ttl: undefined, options: {}, edits };
    const answers = [await api.zones(), await api.zoneOf(owner), await api.read(zone, owner, "A", {})];
    for (const answer of answers) expect(answer.ok).toBe(false);
    for (const outcome of [
      ...answers.flatMap((answer) => (answer.ok ? [] : answer.outcome)),
      await api.apply(zone, change),
    ]) {
      expect(outcome).toMatchObject({ kind: "rejected", code: "service-closed" });
      expect(outcome).toHaveProperty("detail", expect.stringContaining(`provider ${subject.successor}`));
    }
    expect(http.requests).toEqual([]);
  });
}
