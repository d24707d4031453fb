import { expect, test } from "bun:test";
import { powershell } from "./powershell.ts";

test("a script survives whatever it contains, and the program is not searched for", () => {
  const script = "Write-Output \"it's 100% – $([char]36)\"\r\n'以太网'";
  const [program, ...args] = powershell(script, "D:\\WINNT");
  expect(program).toBe("D:\\WINNT\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
  expect(args.slice(0, -1)).toEqual(["-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand"]);
  expect(args.at(-1)).toMatch(/^[A-Za-z0-9+/=]+$/);
  expect(Buffer.from(args.at(-1) ?? "", "base64").toString("utf16le")).toBe(script);
});
