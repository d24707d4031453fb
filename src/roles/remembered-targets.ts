import type { AgentJournal } from "../core/agent-journal.ts";
import type { FileReader } from "../core/files.ts";
import { ok } from "../core/result.ts";
import type { KeyedDigest } from "./agent-plan.ts";
import { keyedDigest, openState } from "./state.ts";

/** What an agent remembers of its targets, for those who only look. */
export interface RememberedTargets extends Pick<AgentJournal, "memories"> {
  readonly digest: KeyedDigest;
}

/**
 * Reads the memory and lets the directory go again. When a running agent has it, nothing is remembered here, which a
 * preview can do without: it reads the providers anyway.
 */
export async function rememberedTargets(
  directory: string,
  ports: { readonly files: FileReader },
): Promise<RememberedTargets> {
  const state = await openState(directory, true);
  if (!state.ok) return { digest: (text) => text, memories: async () => ok([]) };
  const journal = await state.value.openAgent();
  const memories = journal.ok ? await journal.value.memories() : ok([]);
  const digest = await keyedDigest(directory, ports.files);
  await state.value.close();
  return { digest, memories: async () => memories };
}
