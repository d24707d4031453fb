import { expect, test } from "bun:test";
import { AnsweringZones } from "../../test/support/answering-zones.ts";
import { crowdedMessage } from "../../test/support/crowded-message.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { keyOf } from "../../test/support/update-peer.ts";
import { address } from "../../test/support/values.ts";
import type { OwnerName } from "../core/name.ts";
import { signMessage } from "../wire/tsig.ts";
import { signedQueries } from "./signed-queries.ts";

test("what is larger than any signed query is refused unread: reading it takes long, and strangers sign too", () => {
  const clock = new FakeClock();
  const looked: string[] = [];
  const findKey = (key: OwnerName): undefined => {
    looked.push(key.hostname);
  };
  const answer = signedQueries({ answerer: new AnsweringZones([]).answerer, clock, findKey });
  const { octets } = signMessage(crowdedMessage(0x1234, "A"), keyOf("stranger.example"), { now: clock.now() });
  const peer = { address: address("192.0.2.1"), port: 5_353 };
  expect([...(answer(octets, peer, "datagram") ?? [])]).toEqual([0x12, 0x34, 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(looked).toEqual([]);
});
