import { expect, test } from "bun:test";
import type { FileReader } from "../core/files.ts";
import { failure, ok } from "../core/result.ts";
import { containerOf } from "./container.ts";

function host(content: Readonly<Record<string, string>>): FileReader {
  return {
    read: async (path) => {
      const text = content[path];
      if (text === undefined) return failure({ code: "file-missing", detail: "ENOENT" });
      return ok({ octets: new TextEncoder().encode(text), mode: undefined });
    },
  };
}

for (const [name, content, expected] of [
  ["an ordinary host", { "/proc/1/cgroup": "0::/init.scope\n" }, undefined],
  ["a host that runs containers", { "/proc/1/cgroup": "1:name=systemd:/init.scope\n0::/init.scope\n" }, undefined],
  ["docker, whose mark is an empty file", { "/.dockerenv": "" }, "docker"],
  ["podman", { "/run/.containerenv": 'engine="podman-4.3.1"\n' }, "podman"],
  [
    "a pod of Kubernetes",
    { "/var/run/secrets/kubernetes.io/serviceaccount/namespace": "default", "/.dockerenv": "" },
    "kubernetes",
  ],
  ["docker on version 1 of control groups", { "/proc/1/cgroup": "12:pids:/docker/4ba2c0\n" }, "docker"],
  ["LXC, told to systemd", { "/run/systemd/container": "lxc\n", "/proc/1/cgroup": "0::/\n" }, "lxc"],
  ["LXC without systemd", { "/proc/1/cgroup": "2:cpu:/lxc.payload.web/init\n" }, "lxc"],
  [
    "podman in an image that hides its mark",
    { "/proc/1/environ": "PATH=/bin\0container=podman\0TERM=xterm\0" },
    "podman",
  ],
  ["a host whose first process has other variables", { "/proc/1/environ": "HOME=/\0MYcontainer=x\0" }, undefined],
  ["rubbish in the variable", { "/proc/1/environ": "container=\u001b[2J\0", "/proc/1/cgroup": "0::/\n" }, undefined],
  ["rubbish in the mark", { "/run/systemd/container": "\u001b[2J" }, undefined],
] as const) {
  test(`${name}: ${expected ?? "no container"}`, async () => {
    expect(await containerOf(host(content))).toBe(expected);
  });
}
