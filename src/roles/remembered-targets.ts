import type { AgentJournal } from "../core/agent-journal.ts";
import type { FileReader } from "../core/files.ts";
import { ok } from "../core/result.ts";
import type { KeyedDigest } from "./agent-plan.ts";
import { openPresentState, presentDigest, type StatePorts } from "./state.ts";

/** What an agent remembers of its targets, for those who only look. */
export interface RememberedTargets extends Pick<AgentJournal, "memories"> {
  readonly digest: KeyedDigest;
}

/**
 * Reads the memory and lets the directory go again; makes nothing that is not there. When there is none, or a running
 * agent has it, nothing is remembered here, which a preview can do without: it reads the providers anyway.
 */
export async function rememberedTargets(
  directory: string,
  ports: StatePorts & { readonly files: FileReader },
): Promise<RememberedTargets> {
  const digest = await presentDigest(directory, ports.files);
  const state = await openPresentState(directory, "inline", ports);
  if (!state.ok) return { digest, memories: async () => ok([]) };
  try {
    const journal = state.value.has("agent") ? await state.value.openAgent() : undefined;
    const memories = journal?.ok === true ? await journal.value.memories() : ok([]);
    return { digest, memories: async () => memories };
  } finally {
    await state.value.close();
  }
}
