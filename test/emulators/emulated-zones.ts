import type { HttpEmulator, ReceivedRequest } from "./http-emulator.ts";
import type { HeldRecord } from "./zone-store.ts";

/** What the conformance suite needs of an emulated zone API, whatever it speaks. */
export interface EmulatedZones {
  readonly http: HttpEmulator;
  /** Origins of the emulator by the host it stands for. */
  readonly hosts: Readonly<Record<string, string>>;
  addZone(apex: string): void;
  /** Makes a record as another client would; the service chooses what is not given. */
  hold(record: {
    readonly zone: string;
    readonly owner: string;
    readonly type: string;
    readonly content: string;
    readonly ttl?: number;
    readonly fields?: Readonly<Record<string, unknown>>;
  }): void;
  held(owner?: string, type?: string): readonly HeldRecord[];
  /** True for requests that change something. */
  isWrite(request: ReceivedRequest): boolean;
  stop(): Promise<void>;
}
