import { createSocket } from "node:dgram";
import { decode, encode } from "dns-packet";

/**
 * Played by the tests of the laboratory inside it: asks a server for RRsets without pause and prints a line of JSON for
 * every answer that is another than the one before. An independent codec reads the answers.
 *
 * Arguments: the server's address, then `name/type` for every RRset. Ends with a summary when its input ends.
 */

const [server = "", ...questions] = process.argv.slice(2);

/** Between an answer and the next question, per RRset. */
const pauseMs = 5;

/** A question without an answer for so long is asked again; the server is on the next link. */
const patienceMs = 250;

const summary = { queries: 0, answers: 0, silences: 0 };
const socket = createSocket(server.includes(":") ? "udp6" : "udp4");
// A server that was killed refuses, which is silence too.
socket.on("error", () => undefined);
const waiting = new Map<number, (text: string) => void>();
let isOver = false;

socket.on("message", (octets) => {
  const message = decode(octets);
  const heard = waiting.get(message.id ?? -1);
  if (heard === undefined) return;
  const values = (message.answers ?? []).map((answer) => ("data" in answer ? String(answer.data) : answer.type));
  const rcode = (message.flags ?? 0) & 15;
  heard(rcode === 0 ? values.toSorted().join(" ") : `rcode ${rcode}`);
});

function now(): number {
  return performance.timeOrigin + performance.now();
}

/** One question; undefined for silence. Only one per RRset is under way, so answers are in the order of asking. */
function ask(id: number, name: string, type: "A" | "AAAA" | "SOA"): Promise<string | undefined> {
  return new Promise((resolve) => {
    const end = (text: string | undefined): void => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(text);
    };
    const timer = setTimeout(() => end(undefined), patienceMs);
    waiting.set(id, end);
    summary.queries += 1;
    socket.send(encode({ type: "query", id, questions: [{ type, name }] }), 53, server, () => undefined);
  });
}

async function follow(question: string, index: number): Promise<void> {
  const [name = "", type = ""] = question.split("/");
  if (type !== "A" && type !== "AAAA" && type !== "SOA") throw new Error(`no type of ours: ${question}`);
  let last: string | undefined;
  for (let round = 0; !isOver; round += 1) {
    const text = await ask((round * questions.length + index) & 0xffff, name, type);
    if (text === undefined) summary.silences += 1;
    else {
      summary.answers += 1;
      if (text !== last) process.stdout.write(`${JSON.stringify({ question, at: now(), text })}\n`);
      last = text;
      await Bun.sleep(pauseMs);
    }
  }
}

process.stdin.resume();
process.stdin.on("end", () => {
  isOver = true;
});
await Promise.all(questions.map(follow));
process.stdout.write(`${JSON.stringify({ summary })}\n`);
socket.close();
