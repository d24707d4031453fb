import { readlinkSync } from "node:fs";

/** The host's time zone by name. Offsets and the clock itself are others'. */

export interface TimeZoneOptions {
  /** The variable TZ. */
  readonly variable: string | undefined;
  /** What tzset(3) reads without it; usually a link into the time zone database. */
  readonly link: string;
}

/**
 * The name in the time zone database, or what the variable holds; undefined when the host does not say. The runtime is
 * not asked, because that loads 6 MiB of language data.
 */
export function hostTimeZone({ variable, link }: TimeZoneOptions): string | undefined {
  const written = variable?.replace(/^:/, "");
  if (written !== undefined && written !== "") return zoneIn(written) ?? written;
  try {
    return zoneIn(readlinkSync(link));
  } catch {
    return undefined;
  }
}

/** The part of a path behind the folder of the time zone database, whose name differs between systems. */
function zoneIn(path: string): string | undefined {
  const [, zone] = /\/zoneinfo[^/]*\/(?:posix\/|right\/)?(.+)$/.exec(path) ?? [];
  return zone;
}
