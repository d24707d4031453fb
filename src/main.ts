import { keepPace } from "./platform/runtime-settings.ts";

/**
 * The first file: sees to the settings of the runtime before anything is loaded, and then loads the program. Commands that
 * end soon are spared that; a server is started once more when its configuration says that it is one.
 */

const [word = "run"] = process.argv.slice(2);
const stays = word === "run" || (word.startsWith("-") && !/^(?:-h|--help|-V|--version)$/.test(word));
if (stays) keepPace("waiting", process.env);
await import("./program.ts");
