import { type Command, defineCommand } from "./command.ts";
import { decodeRequest } from "./document-readers.ts";
import { exitStatus } from "./exit-status.ts";

/**
 * `holdfast config read REQUEST`: what `readerInChild` calls. Prints the document as JSON, secrets that the file holds in
 * the clear included, so it is for pipes between our own processes and refuses a terminal's user with no help.
 */
export const configRead: Command = defineCommand({
  operands: [{ name: "REQUEST", isRequired: true, description: { en: "JSON of the request", "zh-CN": "请求的 JSON" } }],
  flags: {},
  examples: [],
  run: async ({ readDocument, stdout }, { operands }) => {
    const request = decodeRequest(operands[0] ?? "");
    if (request === undefined) return exitStatus.usage;
    stdout(JSON.stringify(await readDocument(request)));
    return exitStatus.done;
  },
});
