import type { DocumentRequest } from "../config/document.ts";
import { largestFile } from "../config/decode-text.ts";
import { severityOf } from "../config/problem.ts";
import type { Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Running } from "../core/lifecycle.ts";
import { bugMet, configProblems, notReloaded, reloaded, reloadedInPart } from "../roles/process.text.ts";
import type { RunningHoldfast } from "../roles/run.ts";
import { runFailureText } from "../roles/run.text.ts";
import type { CommandContext } from "./context.ts";
import { asksForNothing, type LoadedConfig, loadConfig } from "./load-config.ts";
import { nothingToDo } from "./nothing-to-do.text.ts";
import { digestOf, type ReadFile } from "./read-files.ts";
import { renderProblemLine } from "./render-problem.ts";
import type { ReplaceableLog } from "./replaceable-log.ts";

/** Reads the configuration again, when it is asked to and when a file of it has changed. What is wrong changes nothing. */

/** Silence after which a file is taken to be written whole: editors empty it first, and write in several steps. */
const settleDelay = Duration.milliseconds(500);

export interface ReloaderPorts {
  readonly holdfast: Pick<RunningHoldfast, "reload">;
  readonly log: ReplaceableLog;
  readonly stateDirectory: string;
  /** Tells when one of the files may have changed. */
  readonly watchFiles: (paths: readonly string[], onChange: () => void) => Running;
}

export class Reloader implements Running {
  readonly #request: DocumentRequest;
  readonly #context: CommandContext;
  readonly #ports: ReloaderPorts;
  /** As they were last read, whether or not that could be used. */
  #files: readonly ReadFile[];
  /** True when at least one file of the configuration itself was read. */
  #hadSource: boolean;
  #watching: Running;
  #settling: Timer | undefined;
  /** What waits for the reading under way to end. */
  #next: "asked" | "file-changed" | undefined;
  #work: Promise<void>;
  #isStopped = false;

  constructor(request: DocumentRequest, loaded: LoadedConfig, context: CommandContext, ports: ReloaderPorts) {
    this.#request = request;
    this.#context = context;
    this.#ports = ports;
    this.#files = filesOf(loaded);
    this.#hadSource = loaded.document.files.length > 0;
    this.#watching = this.#watch();
    // The start took a while, and a watch tells only of what comes after it.
    this.#work = this.#noticeChange().catch((error: unknown) => ports.log.write(bugMet, { error }));
  }

  /** Reads soon; asking again before that asks for nothing more. */
  reload(): void {
    this.#enqueue("asked");
  }

  /** Lets what is under way end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#settling?.cancel();
    await this.#watching.stop();
    await this.#work;
  }

  #watch(): Running {
    const paths = this.#files.map(({ path }) => path);
    return this.#ports.watchFiles(paths, () => {
      this.#settling?.cancel();
      this.#settling = this.#context.clock.after(settleDelay, () => this.#enqueue("file-changed"));
    });
  }

  /** Reads the files alone, which costs less than to read what they mean; it is done only where one is another. */
  async #noticeChange(): Promise<void> {
    for (const { path, state } of this.#files) {
      const content = await this.#context.files.read(path, largestFile);
      const states = content.ok ? [textOf(content.value.octets), digestOf(content.value.octets)] : [content.code];
      if (!states.includes(state)) return this.#enqueue("file-changed");
    }
  }

  #enqueue(reason: "asked" | "file-changed"): void {
    if (this.#isStopped) return;
    const isWaiting = this.#next !== undefined;
    this.#next = this.#next === "asked" ? "asked" : reason;
    if (isWaiting) return;
    this.#work = this.#work
      .then(() => {
        const next = this.#next;
        this.#next = undefined;
        return this.#read(next === "file-changed");
      })
      .catch((error: unknown) => this.#ports.log.write(bugMet, { error }));
  }

  async #read(isOnlyIfChanged: boolean): Promise<void> {
    const loaded = await loadConfig(this.#request, this.#context);
    const files = filesOf(loaded);
    // Written anew with the same content, or touched.
    if (isOnlyIfChanged && isSame(files, this.#files)) return;
    const hadSource = this.#hadSource;
    this.#hadSource ||= loaded.document.files.length > 0;
    await this.#follow(files);
    await this.#take(loaded, hadSource);
  }

  /** Watches the files that were read; one that has vanished is waited for. */
  async #follow(files: readonly ReadFile[]): Promise<void> {
    const gone = this.#files.filter(({ path }) => !files.some((file) => file.path === path));
    const before = this.#files;
    this.#files = [...files, ...gone.map(({ path }) => ({ path, state: vanished }))];
    if (this.#files.every(({ path }) => before.some((file) => file.path === path))) return;
    await this.#watching.stop();
    this.#watching = this.#watch();
  }

  async #take({ config, document, language, problems }: LoadedConfig, hadSource: boolean): Promise<void> {
    const { holdfast, log, stateDirectory } = this.#ports;
    for (const problem of problems) {
      const severity = severityOf(problem);
      if (severity === "hint") continue;
      const line = { en: renderProblemLine(problem, "en"), "zh-CN": renderProblemLine(problem, "zh-CN") };
      log.write(configProblems[severity], { line });
    }
    if (config === undefined) {
      log.write(notReloaded, { why: undefined });
      return;
    }
    // Where no file is named, one that vanished leaves an empty configuration behind, which nobody asked for.
    if (asksForNothing(config) || (hadSource && document.files.length === 0)) {
      log.write(notReloaded, { why: nothingToDo });
      return;
    }
    const done = await holdfast.reload(config);
    if (!done.ok) {
      const textIn = (spoken: typeof language): string => runFailureText(done, stateDirectory, spoken);
      log.write(notReloaded, { why: { en: textIn("en"), "zh-CN": textIn("zh-CN") } });
      return;
    }
    log.replace(this.#context.edge.createLog(config.log, language));
    const names = config.agent.names.length;
    if (done.value.length === 0) log.write(reloaded, { names });
    else log.write(reloadedInPart, { names, keys: done.value });
  }
}

function textOf(octets: Uint8Array): string {
  return new TextDecoder().decode(octets);
}

/** The state of a file that is not there, or is not read any more. */
const vanished = "file-missing";

/** The files of the configuration, and those it refers to. */
function filesOf({ document, readFiles }: LoadedConfig): readonly ReadFile[] {
  return [...document.files.map(({ path, text }) => ({ path, state: text })), ...readFiles];
}

/** True when nothing else was read than before; a file that was not there need not be asked for again. */
function isSame(files: readonly ReadFile[], before: readonly ReadFile[]): boolean {
  const held = new Map(before.map(({ path, state }) => [path, state]));
  const missed = before.filter(({ state }) => state !== vanished).map(({ path }) => path);
  return (
    files.every(({ path, state }) => held.get(path) === state) &&
    missed.every((path) => files.some((file) => file.path === path))
  );
}
