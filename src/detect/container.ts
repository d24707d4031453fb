import type { FileReader } from "../core/files.ts";

/** Tells whether this host is a container, from the files that container engines leave inside. Linux only. */

/** Files whose being there says enough. */
const marks: readonly (readonly [path: string, engine: string])[] = [
  ["/var/run/secrets/kubernetes.io/serviceaccount/namespace", "kubernetes"],
  ["/.dockerenv", "docker"],
  ["/run/.containerenv", "podman"],
];

/** The path of the first process among control groups names its engine where hierarchies are those of version 1. */
const groups: readonly (readonly [pattern: RegExp, engine: string])[] = [
  [/\/kubepods/, "kubernetes"],
  [/\/docker[-/]/, "docker"],
  [/\/libpod/, "podman"],
  [/\/lxc[./]/, "lxc"],
];

const prefix = "container=";

const largestOctets = 65_536;

/** The engine's name; undefined on an ordinary host. */
export async function containerOf(files: FileReader): Promise<string | undefined> {
  for (const [path, engine] of marks) {
    if ((await files.read(path, largestOctets)).ok) return engine;
  }
  const text = async (path: string): Promise<string> => {
    const file = await files.read(path, largestOctets);
    return file.ok ? Buffer.from(file.value.octets).toString("utf8") : "";
  };
  // What the manager told the first process in its environment, and systemd writes down for those who may not read that
  // (systemd.io/CONTAINER_INTERFACE).
  const written = (await text("/run/systemd/container")).trim();
  const environment = (await text("/proc/1/environ")).split("\0");
  const variable = environment.find((entry) => entry.startsWith(prefix))?.slice(prefix.length) ?? "";
  const told = [written, variable].find((name) => /^[a-z-]{1,32}$/.test(name));
  if (told !== undefined) return told;
  const path = await text("/proc/1/cgroup");
  return groups.find(([pattern]) => pattern.test(path))?.[1];
}
