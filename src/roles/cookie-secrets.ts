import { type Clock, Instant, type Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { FileReader } from "../core/files.ts";
import type { Running } from "../core/lifecycle.ts";
import { fromHex, toHex } from "../core/octets.ts";
import type { Random } from "../core/random.ts";
import { replaceFile } from "../platform/replace-file.ts";
import { ServerCookies } from "../updates/server-cookies.ts";
import type { CookieSecrets } from "../wire/cookie-secrets.ts";
import { sipKeyOctets } from "../wire/siphash.ts";

/**
 * Keeps the secrets of DNS cookies in the state directory and draws a new one from time to time, so that clients go on
 * with their cookies through a restart.
 */

export interface CookieSecretsPorts {
  readonly clock: Clock;
  readonly files: FileReader;
  readonly random: Random;
}

export interface KeptCookies extends Running {
  readonly cookies: ServerCookies;
}

/** RFC 7873 §7.1 wants a secret to have a lifetime; a cookie lives an hour, so the one before is enough to keep. */
const lifetime = Duration.days(1);

/** Two secrets in hexadecimal and a time. */
const largestFile = 1_024;

/** What the file holds. */
interface Kept extends CookieSecrets {
  readonly drawnAt: Instant;
}

/** Opens them; a file that is missing or cannot be read means that every client gets a new cookie, and nothing worse. */
export async function keepCookieSecrets(path: string, ports: CookieSecretsPorts): Promise<KeptCookies> {
  const { clock, files, random } = ports;
  const file = await files.read(path, largestFile);
  const found = file.ok ? readKept(new TextDecoder().decode(file.value.octets)) : undefined;
  let kept = found ?? { present: random.octets(sipKeyOctets), previous: undefined, drawnAt: clock.now() };
  const cookies = new ServerCookies(kept);
  const write = async (): Promise<void> => {
    // Unwritten secrets still serve this process.
    await replaceFile(path, printKept(kept), { mode: 0o600 });
  };
  const renewIfDue = async (): Promise<void> => {
    const age = clock.now() - kept.drawnAt;
    // A clock that was set back must not keep a secret for years.
    if (age >= 0 && age < lifetime) return;
    kept = { present: random.octets(sipKeyOctets), previous: kept.present, drawnAt: clock.now() };
    cookies.secrets = kept;
    await write();
  };
  if (found === undefined) await write();
  await renewIfDue();
  let timer: Timer;
  let renewing: Promise<void> = Promise.resolve();
  const planNext = (): void => {
    timer = clock.after(Duration.milliseconds(Math.max(0, kept.drawnAt + lifetime - clock.now())), () => {
      renewing = renewIfDue();
      planNext();
    });
  };
  planNext();
  return {
    cookies,
    stop: async () => {
      timer.cancel();
      await renewing;
    },
  };
}

function printKept({ present, previous, drawnAt }: Kept): string {
  const fields = { present: toHex(present), previous: previous === undefined ? null : toHex(previous), drawnAt };
  return `${JSON.stringify(fields)}\n`;
}

function readKept(text: string): Kept | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const fields = new Map<string, unknown>(Object.entries(value));
    const present = secretOf(fields.get("present"));
    const drawnAt = fields.get("drawnAt");
    if (present === undefined || typeof drawnAt !== "number") return undefined;
    return { present, previous: secretOf(fields.get("previous")), drawnAt: Instant.ofMs(drawnAt) };
  } catch {
    return undefined;
  }
}

function secretOf(value: unknown): Uint8Array | undefined {
  const octets = typeof value === "string" ? fromHex(value) : undefined;
  return octets?.length === sipKeyOctets ? octets : undefined;
}
