import type { DocumentRequest, SourceFile } from "../config/document.ts";
import { severityOf } from "../config/problem.ts";
import type { Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Running } from "../core/lifecycle.ts";
import { bugMet, configProblems, needsRestart, notReloaded, reloaded } from "../roles/process.text.ts";
import type { RunningHoldfast } from "../roles/run.ts";
import { runFailureText } from "../roles/run.text.ts";
import type { CommandContext } from "./context.ts";
import { asksForNothing, type LoadedConfig, loadConfig } from "./load-config.ts";
import { nothingToDo } from "./nothing-to-do.text.ts";
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
  #files: readonly SourceFile[];
  #watching: Running;
  #settling: Timer | undefined;
  /** What waits for the reading under way to end. */
  #next: "asked" | "file-changed" | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(request: DocumentRequest, loaded: LoadedConfig, context: CommandContext, ports: ReloaderPorts) {
    this.#request = request;
    this.#context = context;
    this.#ports = ports;
    this.#files = loaded.document.files;
    this.#watching = this.#watch();
  }

  /** Reads soon; asking again before that asks for nothing more. */
  reload(): void {
    this.#enqueue("asked");
  }

  /** Lets what is under way end. */
  async stop(): Promise<void> {
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

  #enqueue(reason: "asked" | "file-changed"): void {
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
    const { files } = loaded.document;
    // Written anew with the same content, or touched.
    if (isOnlyIfChanged && isSameText(files, this.#files)) return;
    const hadFile = this.#files.length > 0;
    await this.#follow(files);
    await this.#take(loaded, hadFile);
  }

  /** Watches the files that were read; one that has vanished is waited for. */
  async #follow(files: readonly SourceFile[]): Promise<void> {
    const vanished = this.#files.filter(({ path }) => !files.some((file) => file.path === path));
    const before = this.#files;
    this.#files = [...files, ...vanished.map(({ path }) => ({ path, text: "" }))];
    if (this.#files.every(({ path }) => before.some((file) => file.path === path))) return;
    await this.#watching.stop();
    this.#watching = this.#watch();
  }

  async #take({ config, document, language, problems }: LoadedConfig, hadFile: boolean): Promise<void> {
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
    if (asksForNothing(config) || (hadFile && document.files.length === 0)) {
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
    log.write(reloaded, { names: config.agent.names.length });
    if (done.value.length > 0) log.write(needsRestart, { keys: done.value });
  }
}

function isSameText(a: readonly SourceFile[], b: readonly SourceFile[]): boolean {
  return (
    a.length === b.length && a.every(({ path, text }, index) => path === b[index]?.path && text === b[index]?.text)
  );
}
