import { type KeyPath, parseKeyPath } from "./key-path.ts";
import { assign } from "./layers.ts";
import type { MapNode, Origin } from "./node.ts";
import { parseSetting } from "./parse-setting.ts";
import type { Problems } from "./problem.ts";

/** Single settings from outside the files: environment variables and flags, put on top of what the files say. */

/** What a flag sets, for instance `--log-level debug`: `{ flag: "--log-level", key: "log.level", text: "debug" }`. */
export interface FlagSetting {
  readonly flag: string;
  /** Dotted path as in `agent.names[0].ttl`. */
  readonly key: string;
  readonly text: string;
}

/** Every variable of ours starts with it. */
export const variablePrefix = "HOLDFAST_";

/** The variable that sets a path. */
export function variableName(path: KeyPath): string {
  return variablePrefix + path.map((segment) => String(segment).toUpperCase().replaceAll("-", "_")).join("__");
}

/** Variables that steer where the configuration comes from, and so are no part of it. */
const steering: ReadonlySet<string> = new Set(["HOLDFAST_PROFILE", "HOLDFAST_CONFIG", "HOLDFAST_STATE"]);

/**
 * What Kubernetes and Docker links put into the environment for a service named `holdfast`
 * (kubernetes.io/docs/concepts/services-networking/service, "Environment variables", 2026-11).
 */
const injected: RegExp = /^HOLDFAST_(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|PORT(_\d+_(TCP|UDP|SCTP)(_[A-Z]+)?)?|NAME)$/;

/** The layer of the environment: `HOLDFAST_AGENT__INTERVAL=30s` is `agent.interval`. An empty variable sets nothing. */
export function applyEnvironment(
  root: MapNode,
  environment: Readonly<Record<string, string | undefined>>,
  problems: Problems,
): MapNode {
  let layered = root;
  for (const variable of Object.keys(environment).toSorted()) {
    const text = environment[variable] ?? "";
    if (!variable.startsWith(variablePrefix) || steering.has(variable) || injected.test(variable)) continue;
    const origin: Origin = { kind: "environment", variable };
    const segments = variable.slice(variablePrefix.length).split("__");
    if (segments.some((segment) => segment === "")) {
      problems.add("unknown-variable", origin, [], { nearest: undefined });
      continue;
    }
    const path = segments.map((segment) => segment.toLowerCase().replaceAll("_", "-"));
    layered = applySetting(layered, path, text, origin, problems);
  }
  return layered;
}

/** The layer of flags, in the order given. */
export function applyFlags(root: MapNode, flags: readonly FlagSetting[], problems: Problems): MapNode {
  let layered = root;
  for (const { flag, key, text } of flags) {
    const origin: Origin = { kind: "flag", flag };
    const path = parseKeyPath(key);
    if (path === undefined) problems.add("not-a-key", origin, [], {});
    else layered = applySetting(layered, path, text, origin, problems);
  }
  return layered;
}

function applySetting(root: MapNode, path: KeyPath, text: string, origin: Origin, problems: Problems): MapNode {
  const value = parseSetting(text, origin, path, problems);
  if (value === undefined || (value.kind === "scalar" && value.value === null)) return root;
  const layered = assign(root, path, value, origin);
  if (layered === undefined) problems.add("past-the-end", origin, path, {});
  return layered ?? root;
}
