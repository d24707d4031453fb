import { spawn } from "node:child_process";
import type { LineProcess } from "../core/process.ts";

/** Programs that run on and print lines. What the lines mean is their reader's. */

/** Longest line that is kept; what exceeds it is dropped, as no event printer prints such lines. */
const longestLine = 65_536;

/** Where the system's own programs are, which a service manager may leave out of the path. */
const systemFolders = "/usr/sbin:/sbin";

/** Windows has neither these folders nor this way to write them down. */
function environment(): NodeJS.ProcessEnv {
  if (process.platform === "win32") return process.env;
  const path = process.env["PATH"];
  return { ...process.env, LC_ALL: "C", PATH: path === undefined ? systemFolders : `${path}:${systemFolders}` };
}

export const lineProcess: LineProcess = {
  start: ([program, ...args], onLine, onEnd) => {
    let isStopped = false;
    let rest = "";
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"], env: environment(), windowsHide: true });
    const gone = Promise.withResolvers<void>();
    const end = (reason: string): void => {
      gone.resolve();
      if (isStopped) return;
      isStopped = true;
      onEnd(reason);
    };
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = (lines.pop() ?? "").slice(0, longestLine);
      for (const line of lines) if (!isStopped) onLine(line);
    });
    child.on("error", (error) => end(error.message));
    child.on("exit", () => gone.resolve());
    // Unlike the exit, the close comes after the last line was read.
    child.on("close", (status, signal) => end(signal === null ? `exit status ${status}` : `ended by ${signal}`));
    return {
      stop: () => {
        isStopped = true;
        child.kill();
        child.stdout.destroy();
        return gone.promise;
      },
    };
  },
};
