import { describeAgentJournal } from "../../test/contract/agent-journal.contract.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { temporaryState } from "../../test/support/temporary-state.ts";

describeAgentJournal("SQLite", async () => {
  const state = await temporaryState();
  return {
    open: async () => expectOk(await (await state.open()).openAgent()),
    remove: () => state.remove(),
  };
});
