import type { Log, LogEvent, LogFields } from "../core/log.ts";

/** A log whose level, format and language may change while others write to it. */
export class ReplaceableLog implements Log {
  #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  replace(log: Log): void {
    this.#log = log;
  }

  write<F extends LogFields>(event: LogEvent<F>, fields: F): void {
    this.#log.write(event, fields);
  }
}
