import { expect } from "bun:test";
import { runProgram } from "./run-program.ts";

/** What a host's addresses are to the world: asked with dig and kdig, over UDP and TCP, who must all say the same. */
export async function seenAddresses(
  port: number,
  owner: string,
  prefix: readonly string[] = [],
): Promise<readonly string[]> {
  const [ipv4 = [], ipv6 = []] = await Promise.all(["A", "AAAA"].map((type) => ask(port, owner, type, prefix)));
  return [...ipv4, ...ipv6];
}

async function ask(port: number, owner: string, type: string, prefix: readonly string[]): Promise<readonly string[]> {
  const place = ["@127.0.0.1", "-p", String(port), owner, type, "+short"];
  const commands = [
    ["dig", "+notcp", "+tries=1", "+time=5", ...place],
    ["dig", "+tcp", "+tries=1", "+time=5", ...place],
    ["kdig", "+notcp", "+retry=0", "+time=5", ...place],
    ["kdig", "+tcp", "+retry=0", "+time=5", ...place],
  ];
  const answers = await Promise.all(
    commands.map(async (command) => {
      const { status, output } = await runProgram([...prefix, ...command]);
      expect({ command, status, output }).toMatchObject({ status: 0 });
      return output
        .split("\n")
        .filter((line) => line !== "")
        .toSorted();
    }),
  );
  const [first = []] = answers;
  for (const answer of answers) expect(answer).toEqual(first);
  return first;
}
