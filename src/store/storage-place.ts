import type { StorageMessage } from "./protocol.ts";

/** Where the databases are worked on: a thread of its own, or between the other work of a small process. */
export interface StoragePlace {
  post(message: StorageMessage): void;
  /** Ends it at once. */
  stop(): void;
}

/** What a place reports. */
export interface PlaceEvents {
  readonly onMessage: (message: StorageMessage) => void;
  /** It has ended by itself and answers nothing more. */
  readonly onEnd: (reason: string) => void;
}

export type StartPlace = (events: PlaceEvents) => StoragePlace;
