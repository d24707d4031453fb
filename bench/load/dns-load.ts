import { enlargeReceiveBuffer } from "../../src/platform/receive-buffer.ts";
import { drawQuestions } from "../harness/hosts.ts";
import { quantile } from "../harness/statistics.ts";
import { flawOf, type PreparedQuestion, prepare } from "./dns-packets.ts";

/**
 * Asks a server over UDP and looks into every answer: the process behind `harness/checked-dns.ts`. Its argument is a
 * `DnsLoad` as JSON. It prints a line when it begins, and a `DnsLoadResult` in the last line. SIGTERM ends it early with
 * what was found until then.
 */

export interface DnsLoad {
  readonly port: number;
  readonly hostCount: number;
  readonly seconds: number;
  /** Queries per second; 0 asks as soon as answers come, `window` questions being open at a time. */
  readonly rate: number;
  readonly window: number;
  readonly seed: number;
}

export interface DnsLoadResult {
  readonly sent: number;
  readonly answered: number;
  /** Sent and never answered. */
  readonly lost: number;
  /** Answers that are not what they must be. */
  readonly wrong: number;
  readonly firstFlaw: string | undefined;
  readonly perSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
}

/** Distinct questions; they come again in the same order. */
const questionCount = 50_000;

/** How long the last answers may take. */
const patienceMs = 3_000;

const load = JSON.parse(process.argv[2] ?? "") as DnsLoad;
const questions = drawQuestions(questionCount, load.hostCount, load.seed).map(prepare);

/** By id: the question that is open and when it was sent. An id is free again once its answer came. */
const open: (PreparedQuestion | undefined)[] = Array.from({ length: 65_536 });
const sentAt = new Float64Array(65_536);
const latencies: number[] = [];
let [sent, answered, wrong, lastId] = [0, 0, 0, 0];
let firstFlaw: string | undefined;
let isEnding = false;

const socket = await Bun.udpSocket({
  connect: { hostname: "127.0.0.1", port: load.port },
  socket: { data: (_, answer) => receive(answer), error: () => undefined },
});
if ("fd" in socket && typeof socket.fd === "number") await enlargeReceiveBuffer(socket.fd, 4 * 1_048_576);
process.on("SIGTERM", () => {
  isEnding = true;
});

process.stdout.write("asking\n");
const begun = performance.now();
await (load.rate === 0 ? askByWindow() : askByRate());
const seconds = (performance.now() - begun) / 1_000;
for (const end = performance.now() + patienceMs; answered < sent && performance.now() < end; ) await Bun.sleep(5);
const result: DnsLoadResult = {
  sent,
  answered,
  lost: sent - answered,
  wrong,
  firstFlaw,
  perSecond: sent / seconds,
  p50: quantile(latencies, 0.5),
  p99: quantile(latencies, 0.99),
  slowest: quantile(latencies, 1),
};
process.stdout.write(JSON.stringify(result), () => process.exit(0));

function receive(answer: Uint8Array): void {
  const id = ((answer[0] ?? 0) << 8) | (answer[1] ?? 0);
  const question = open[id];
  if (question === undefined) {
    // An answer nobody waits for: a second one, or one with an id of its own.
    tell("nobody asked with its id");
    return;
  }
  open[id] = undefined;
  answered += 1;
  latencies.push(performance.now() - (sentAt[id] ?? 0));
  const flaw = flawOf(answer, question);
  if (flaw !== undefined) tell(`${question.kind}: ${flaw} (${Buffer.from(answer).toString("hex")})`);
  if (load.rate === 0 && !isEnding) ask();
}

function tell(flaw: string): void {
  wrong += 1;
  firstFlaw ??= flaw;
}

function ask(): void {
  const question = questions[sent % questionCount];
  if (question === undefined) return;
  do lastId = (lastId + 1) & 0xffff;
  while (open[lastId] !== undefined);
  const { packet } = question;
  packet[0] = lastId >>> 8;
  packet[1] = lastId & 0xff;
  open[lastId] = question;
  sentAt[lastId] = performance.now();
  sent += 1;
  socket.send(packet);
}

async function askByWindow(): Promise<void> {
  for (let index = 0; index < load.window; index += 1) ask();
  for (const end = begun + load.seconds * 1_000; performance.now() < end && !isEnding; ) {
    const before = answered;
    await Bun.sleep(100);
    // What was lost must not narrow the window for ever.
    if (answered === before) for (let index = 0; index < load.window && sent - answered < 60_000; index += 1) ask();
  }
  isEnding = true;
}

/** Sends what is due every millisecond; what could not be sent in time is sent late, not left out. */
async function askByRate(): Promise<void> {
  for (;;) {
    const elapsed = performance.now() - begun;
    const due = Math.floor((Math.min(elapsed, load.seconds * 1_000) * load.rate) / 1_000);
    while (sent < due && sent - answered < 60_000) ask();
    if (isEnding || elapsed >= load.seconds * 1_000) return;
    await Bun.sleep(1);
  }
}
