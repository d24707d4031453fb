import { parentPort, workerData } from "node:worker_threads";
import { Answerer } from "../../src/authority/answer.ts";
import { address } from "./values.ts";

/**
 * A reader in its own thread: asks the same few questions for as long as the writer works, and counts answers that were
 * never true. Started by `src/authority/concurrent-readers.test.ts`, which says what the writer does.
 */

interface Work {
  readonly memory: WebAssembly.Memory;
  /** Its word becomes 1 when the writer is done. */
  readonly isDone: Int32Array;
  /** Each asks for the A records of an alias; every answer holds the alias and two addresses of its target. */
  readonly questions: readonly Uint8Array[];
}

/** What a reader saw. */
export interface Sightings {
  readonly answers: number;
  /** Answers whose parts belong to different states. */
  readonly torn: number;
  /** Answers older than one to the same question before. */
  readonly backwards: number;
  /** Answers of another form than any state gives. */
  readonly strange: readonly string[];
  /** The last generation seen. */
  readonly generation: number;
}

function read({ memory, isDone, questions }: Work): Sightings {
  const answerer = new Answerer(memory);
  const querier = { address: address("192.0.2.1") };
  const message = new Uint8Array(1_232);
  const latest = questions.map(() => -1);
  const strange: string[] = [];
  let answers = 0;
  let torn = 0;
  let backwards = 0;
  while (Atomics.load(isDone, 0) === 0) {
    for (const [index, question] of questions.entries()) {
      message.set(question);
      const length = answerer.answer(message, 0, question.length, "datagram", querier);
      answers += 1;
      const generations = generationsIn(message, question.length, length);
      if (generations === undefined) {
        if (strange.length < 5) strange.push(Buffer.from(message.subarray(0, length)).toString("hex"));
        continue;
      }
      const [first = 0] = generations;
      if (generations.some((generation) => generation !== first)) torn += 1;
      if (first < (latest[index] ?? -1)) backwards += 1;
      latest[index] = first;
    }
  }
  return { answers, torn, backwards, strange, generation: Math.max(...latest) };
}

/**
 * The generation that each part of an answer names: the TTL of every record, and the address of every A record. The
 * parts are one CNAME and then two A records; undefined for any other form.
 */
function generationsIn(message: Uint8Array, questionEnd: number, length: number): readonly number[] | undefined {
  const view = new DataView(message.buffer, 0, length);
  if (view.getUint16(2) !== 0x8400 || view.getUint16(6) !== 3 || view.getUint32(8) !== 0) return undefined;
  const generations: number[] = [];
  let at = questionEnd;
  for (const type of [5, 1, 1]) {
    if (at + 12 > length || view.getUint16(at + 2) !== type) return undefined;
    generations.push(view.getUint32(at + 6));
    if (type === 1) generations.push(view.getUint32(at + 12) & 0xff_ffff);
    at += 12 + view.getUint16(at + 10);
  }
  return at === length ? generations : undefined;
}

parentPort?.postMessage("ready");
parentPort?.postMessage(read(workerData as Work));
