/** How Windows PowerShell is called, which every Windows has: with a script and nothing of the user's. */

type Argv = readonly [program: string, ...args: string[]];

/**
 * The script goes in base64, so that no shell and no rule of quoting comes between (`-EncodedCommand` takes UTF-16LE). The
 * program is named by its whole path: a search would begin in the working directory, where anybody may have put another.
 *
 * @param systemRoot the folder of Windows.
 */
export function powershell(script: string, systemRoot: string = process.env["SystemRoot"] ?? "C:\\Windows"): Argv {
  const program = `${systemRoot}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const encoded = Buffer.from(script, "utf16le").toString("base64");
  return [program, "-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded];
}
