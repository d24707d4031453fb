/** The version of this program, as `--version`, User-Agent fields and the dashboard show it; kept equal to package.json. */
export const version: string = "0.1.0";
