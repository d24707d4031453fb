import type { ZoneView } from "../core/zone-view.ts";
import type { Authenticator } from "./authenticate.ts";
import type { Door } from "./door.ts";

/** What every update dialect needs: who asks, what is there, and the one way to change it. */
export interface DialectPorts {
  readonly authenticator: Authenticator;
  readonly door: Door;
  readonly view: ZoneView;
}
