import { Answerer } from "../../authority/answer.ts";
import { AnswerCounters } from "../../authority/counters.ts";
import { answerQuery } from "../../authority/packet-duty.ts";
import { systemClock } from "../../platform/clock.ts";
import { answerPackets } from "../../platform/packets/answer-packets.ts";
import { handoverWord, mostHandedOver, type QueryThreadMessage, type QueryThreadWork } from "./query-thread.ts";

/** What a query thread does all its life: answers from the zone table until it is told to end. */

/** @throws Error when it cannot go on, which ends the thread. */
export function answerQueries(tell: (message: QueryThreadMessage) => void, work: QueryThreadWork): void {
  const handover = new Int32Array(work.handover);
  const answerer = new Answerer(work.memory, {
    ...work.settings,
    counters: new AnswerCounters(work.counters),
    clock: systemClock,
  });
  answerPackets(work, {
    answer: (octets, start, end, peer) => answerQuery(answerer, octets, start, end, peer),
    handOver: (port, origin, payload) => {
      if (Atomics.add(handover, handoverWord.waiting, 1) < mostHandedOver) {
        tell({ kind: "message", port, origin, payload });
      } else {
        Atomics.sub(handover, handoverWord.waiting, 1);
        Atomics.add(handover, handoverWord.dropped, 1);
      }
    },
    onBug: (bug) => tell({ kind: "bug", bug }),
  });
}
