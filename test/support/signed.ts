import type { Authentication } from "../../src/providers/kit/authentication.ts";
import type { Call } from "../../src/providers/kit/call.ts";
import { draftOf, type BodyEncoding, type Draft } from "../../src/providers/kit/draft.ts";
import { expectOk } from "./expect-ok.ts";
import { FakeClock } from "./fake-clock.ts";
import { hex } from "./hex.ts";

/** What a scheme makes of a call at a given time, with a given nonce; for vectors that vendors publish. */
export async function signed(
  scheme: Authentication,
  call: Call,
  world: {
    readonly base: string;
    readonly at: string;
    readonly nonce?: string;
    readonly sends?: BodyEncoding;
  },
): Promise<Draft> {
  const draft = expectOk(draftOf(call, new URL(world.base), world.sends ?? "json"));
  const octets = hex(world.nonce ?? "00".repeat(32));
  const result = await scheme.authenticate(draft, {
    clock: new FakeClock(Date.parse(world.at)),
    random: { octets: (count) => octets.slice(0, count), fraction: () => 0 },
    send: async () => ({
      ok: false,
      outcome: { kind: "failed", code: "unreachable", detail: "a vector is sent nowhere" },
    }),
  });
  return expectOk(result);
}
