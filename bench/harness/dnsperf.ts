import { writeFileSync } from "node:fs";
import { askedFor, drawQuestions } from "./hosts.ts";
import { Program } from "./program.ts";
import { WrongAnswer } from "./question.ts";

/** DNS load as dnsperf makes it, and what it reports. It looks at response codes only; contents are checked elsewhere. */

export interface DnsperfResult {
  readonly sent: number;
  readonly completed: number;
  readonly lost: number;
  readonly perSecond: number;
  /** Longest time to an answer, in milliseconds. */
  readonly slowest: number;
}

export interface DnsperfLoad {
  readonly port: number;
  readonly queryFile: QueryFile;
  readonly seconds: number;
  /** Queries per second; undefined sends as soon as answers come. */
  readonly rate: number | undefined;
  /** Queries that may be open without a fixed rate; default: enough to keep one thread busy, not enough to fill its queue. */
  readonly open?: number;
}

/** A file of queries with what their answers must be in sum. */
export interface QueryFile {
  readonly path: string;
  /** Share of NXDOMAIN among the answers. */
  readonly missingPercent: number;
}

const queryCount = 200_000;

const usualOpen = 200;

/** Sockets, so that servers with several threads can share the work. */
const clientCount = 8;

/** How far a share may be from that of the file, in percent, because the file was not read to its end. */
const tolerance = 1;

export function writeQueryFile(path: string, hostCount: number): QueryFile {
  const questions = drawQuestions(queryCount, hostCount, 1);
  writeFileSync(path, `${questions.map((question) => askedFor(question).join(" ")).join("\n")}\n`);
  const missing = questions.filter(({ kind }) => kind === "nxdomain").length;
  return { path, missingPercent: (missing / questions.length) * 100 };
}

/** Runs dnsperf once. @throws WrongAnswer when response codes are not those the questions must get. */
export async function dnsperf(load: DnsperfLoad, processors: string | undefined): Promise<DnsperfResult> {
  const { port, queryFile, seconds, rate, open = usualOpen } = load;
  const pace = rate === undefined ? ["-q", String(open)] : ["-Q", String(rate), "-q", "20000"];
  const command = ["dnsperf", "-s", "127.0.0.1", "-p", String(port), "-d", queryFile.path, "-l", String(seconds)];
  const text = await Program.start([...command, "-c", String(clientCount), ...pace], processors).finish();
  const report = readReport(text);
  const found = codeShares(text);
  const isRight =
    Math.abs((found.get("NXDOMAIN") ?? 0) - queryFile.missingPercent) < tolerance &&
    Math.abs((found.get("NOERROR") ?? 0) - 100 + queryFile.missingPercent) < tolerance;
  if (isRight) return report;
  throw new WrongAnswer(`response codes at port ${port}: ${[...found].map((pair) => pair.join(" ")).join(", ")}`);
}

/** Reads dnsperf's statistics. */
export function readReport(text: string): DnsperfResult {
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);
  return {
    sent: number(/Queries sent:\s+(\d+)/),
    completed: number(/Queries completed:\s+(\d+)/),
    lost: number(/Queries lost:\s+(\d+)/),
    perSecond: number(/Queries per second:\s+([\d.]+)/),
    slowest: number(/Average Latency \(s\):.*max ([\d.]+)\)/) * 1_000,
  };
}

/** Shares of the response codes among all answers, in percent. */
export function codeShares(text: string): ReadonlyMap<string, number> {
  const line = /Response codes:\s+(.*)/.exec(text)?.[1] ?? "";
  return new Map(
    [...line.matchAll(/([A-Z]\w*) \d+ \(([\d.]+)%\)/g)].map(([, code = "", share]) => [code, Number(share)]),
  );
}
