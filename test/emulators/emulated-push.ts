import type { HttpEmulator } from "./http-emulator.ts";

/** What the conformance suite needs of an emulated service that is told addresses. */
export interface EmulatedPush {
  readonly http: HttpEmulator;
  /** Origins of the emulator by the host it stands for. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Makes a name of the account; a service knows no others. */
  addName(owner: string): void;
  /** Makes requests come from this address, at services that take the caller's. */
  callFrom?(address: string): void;
  /** Addresses the name has now, IPv4 first. */
  published(owner: string): readonly string[];
  stop(): Promise<void>;
}

/** Addresses of one name, at most one of each family. */
export interface HeldAddresses {
  ipv4: string | undefined;
  ipv6: string | undefined;
}

export function listed({ ipv4, ipv6 }: HeldAddresses = { ipv4: undefined, ipv6: undefined }): readonly string[] {
  return [ipv4, ipv6].filter((address) => address !== undefined);
}
