import { expectOk } from "./expect-ok.ts";
import { recordOf } from "./update-peer.ts";
import type { UpdateServer } from "./update-server.ts";
import { name } from "./values.ts";

/** Puts records, each as `recordOf` reads it, into `dyn.example` as an administrator does. */
export async function fillZone(server: UpdateServer, content: readonly string[]): Promise<void> {
  const sets = Map.groupBy(content.map(recordOf), ({ owner, type }) => `${owner.key} ${type}`);
  const wishes = [...sets.values()].flatMap((records) => {
    const [first] = records;
    if (first === undefined) return [];
    const { owner, type, ttl } = first;
    return [{ kind: "rrset-replaced", owner, type, ttl, rdata: records.map(({ rdata }) => rdata) } as const];
  });
  const origin = { actor: { kind: "administrator" }, transport: "admin-socket", peer: undefined } as const;
  expectOk(await server.door.submit(name("dyn.example"), wishes, origin));
}
