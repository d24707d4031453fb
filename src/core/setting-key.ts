/**
 * How a declared credential or option is written in the configuration file, in variables and on pages: `zoneId` is
 * `zone-id`, like every other key of the file.
 */
export function settingKey(declared: string): string {
  return declared.replaceAll(/[A-Z]/g, (letter, offset: number) => `${offset > 0 ? "-" : ""}${letter.toLowerCase()}`);
}
