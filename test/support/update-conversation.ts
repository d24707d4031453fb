import { expect, test } from "bun:test";
import { Duration } from "../../src/core/duration.ts";
import { dedented } from "./answering-zones.ts";
import { expectOk } from "./expect-ok.ts";
import { fillZone } from "./fill-zone.ts";
import { held, recordOf, UpdatePeer } from "./update-peer.ts";
import { startUpdateServer, type UpdateServer } from "./update-server.ts";

/** DNS UPDATE told as a script with a clock, since what matters is often what was signed when, and what arrived first. */

/** What a line may say; `#` begins a remark. */
interface Stage {
  readonly server: UpdateServer;
  readonly peer: UpdatePeer;
  /** Signed messages by the name a script gives them. */
  readonly signed: Map<string, Uint8Array>;
}

/**
 * Runs a script as one test. Its lines are:
 *
 * - `sign NAME: PREREQUISITE, … => OPERATION, …` signs a message at this moment and keeps it, each part as `recordOf` reads
 *   it; without prerequisites there is no arrow.
 * - `deliver NAME -> CODE` lets it arrive; the code is the answer's, with what its signature says when that is no success.
 * - `wait 5m` moves the clock.
 * - `OWNER holds RECORD, …` compares what is served, as `held` tells it; `nothing` for nothing.
 */
export function updateConversation(title: string, content: readonly string[], script: string): void {
  test(title, async () => {
    const server = await startUpdateServer();
    await fillZone(server, content);
    const stage: Stage = { server, peer: new UpdatePeer(server), signed: new Map() };
    for (const line of dedented(script).trim().split("\n")) {
      if (line !== "" && !line.startsWith("#")) await play(stage, line);
    }
  });
}

async function play({ server, peer, signed }: Stage, line: string): Promise<void> {
  const [, name = "", said = ""] = /^sign (\S+): (.*)$/.exec(line) ?? [];
  if (name !== "") {
    const [before = "", behind] = said.split(" => ");
    const octets = peer.message({
      answer: behind === undefined ? [] : before.split(", ").map(recordOf),
      authority: (behind ?? before).split(", ").map(recordOf),
    });
    signed.set(name, peer.sign(octets));
    return;
  }
  const [, arriving = "", code = ""] = /^deliver (\S+) -> (.*)$/.exec(line) ?? [];
  if (arriving !== "") {
    const answer = await peer.deliver(signed.get(arriving) ?? new Uint8Array(12));
    const error = answer.tsig?.error ?? "unsigned";
    expect([line, error === "NOERROR" ? answer.rcode : `${answer.rcode} ${error}`]).toEqual([line, code]);
    return;
  }
  const [, owner = "", records = ""] = /^(\S+) holds (.*)$/.exec(line) ?? [];
  if (owner !== "") {
    expect([line, ...held(server, owner)]).toEqual([line, ...(records === "nothing" ? [] : records.split(", "))]);
    return;
  }
  const [, delay = ""] = /^wait (\S+)$/.exec(line) ?? [];
  await server.clock.advance(expectOk(Duration.parse(delay)));
}
