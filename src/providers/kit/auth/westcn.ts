import { Duration } from "../../../core/duration.ts";
import { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { md5Hex } from "../md5.ts";
import { bodyKey } from "./body-key.ts";

/**
 * West.cn's token: the MD5 of user name, password and time, which is good for ten minutes
 * (www.west.cn/CustomerCenter/doc/apiv2.html, 2026-11).
 */
export function westcn(account: { readonly username: string; readonly password: Secret }): Authentication {
  return {
    clockTolerance: Duration.minutes(10),
    authenticate: (draft, ports) => {
      const { username, password } = account;
      const time = String(ports.clock.now());
      const token = new Secret(md5Hex(username + password.reveal() + time));
      return bodyKey({ username, time, token }).authenticate(draft, ports);
    },
  };
}
