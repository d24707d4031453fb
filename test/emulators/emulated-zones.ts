import type { SeededRecord } from "../conformance/zone-peer.ts";
import type { HttpEmulator, ReceivedRequest } from "./http-emulator.ts";
import type { HeldRecord } from "./zone-store.ts";

/** What the conformance suite needs of an emulated zone API over HTTP. */
export interface EmulatedZones {
  readonly http: HttpEmulator;
  /** Origins of the emulator by the host it stands for. */
  readonly hosts: Readonly<Record<string, string>>;
  addZone(apex: string): void;
  /** Makes a record as another client would; the service chooses what is not given. */
  hold(record: SeededRecord): void;
  held(owner?: string, type?: string): readonly HeldRecord[];
  /** True for requests that change something. */
  isWrite(request: ReceivedRequest): boolean;
  stop(): Promise<void>;
}
