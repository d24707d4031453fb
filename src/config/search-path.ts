import { posix, win32 } from "node:path";

/** Where configuration and state are looked for, as functions of the surroundings. */

/** What decides about places on this host. */
export interface HostPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Effective user id; undefined on Windows. */
  readonly uid: number | undefined;
}

/** Files to try in this order when none is named; the first that exists is used. */
export function configSearchPath(host: HostPlaces): readonly string[] {
  const { environment, platform } = host;
  if (platform === "win32") {
    const roots = [environment["APPDATA"], programData(host)].filter((root) => root !== undefined);
    return ["holdfast.yaml", ...roots.map((root) => win32.join(root, "Holdfast", "holdfast.yaml"))];
  }
  const home = absolute(environment["HOME"]);
  const ownRoot =
    absolute(environment["XDG_CONFIG_HOME"]) ?? (home === undefined ? undefined : posix.join(home, ".config"));
  const roots = ownRoot === undefined ? [] : [posix.join(ownRoot, "holdfast", "holdfast.yaml")];
  const system =
    platform === "darwin"
      ? ["/Library/Application Support/Holdfast/holdfast.yaml", "/etc/holdfast/holdfast.yaml"]
      : ["/etc/holdfast/holdfast.yaml"];
  return ["holdfast.yaml", ...roots, ...system];
}

/** The file of a profile, beside the main one: `holdfast.yaml` and `travel` make `holdfast.travel.yaml`. */
export function profilePath(file: string, profile: string): string {
  const dot = file.lastIndexOf(".");
  const hasExtension = dot > Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1;
  return hasExtension ? `${file.slice(0, dot)}.${profile}${file.slice(dot)}` : `${file}.${profile}`;
}

/** A profile is a word, so that it can never lead to another folder. */
export function isProfile(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(text);
}

/**
 * The directory for journal, snapshots and socket: what was asked for by flag or variable, else what the service manager
 * gives us, else the system's place for root and the user's own for everybody else. Undefined when the host has no such
 * place.
 */
export function stateDirectory(host: HostPlaces, asked: string | undefined): string | undefined {
  const { environment, platform, uid } = host;
  const named = asked ?? environment["HOLDFAST_STATE"];
  if (named !== undefined && named !== "") return named;
  if (platform === "win32") {
    const root = programData(host);
    return root === undefined ? undefined : win32.join(root, "Holdfast");
  }
  // systemd.exec(5), StateDirectory=: several directories are separated by colons; the unit names one.
  const given = absolute(environment["STATE_DIRECTORY"]?.split(":")[0]);
  if (given !== undefined) return given;
  const home = absolute(environment["HOME"]);
  if (platform === "darwin") {
    if (uid === 0) return "/Library/Application Support/Holdfast";
    return home === undefined ? undefined : posix.join(home, "Library/Application Support/Holdfast");
  }
  if (uid === 0) return "/var/lib/holdfast";
  const root =
    absolute(environment["XDG_STATE_HOME"]) ?? (home === undefined ? undefined : posix.join(home, ".local/state"));
  return root === undefined ? undefined : posix.join(root, "holdfast");
}

function programData({ environment }: HostPlaces): string | undefined {
  const root = environment["ProgramData"] ?? environment["PROGRAMDATA"];
  return root === undefined || root === "" ? undefined : root;
}

/** Relative paths in these variables are invalid and ignored. XDG Base Directory Specification 0.8 */
function absolute(path: string | undefined): string | undefined {
  return path?.startsWith("/") === true ? path : undefined;
}
