import type { DocumentReader } from "../config/document.ts";
import type { HostPlaces } from "../config/search-path.ts";
import type { Clock } from "../core/clock.ts";
import type { FileReader } from "../core/files.ts";
import type { Language } from "../core/language.ts";
import type { ProviderCatalogue } from "../core/provider.ts";
import type { UtcOffset } from "../text/time.ts";
import type { ProcessEdge } from "./process-edge.ts";

/** Everything a command may touch, so that it runs in a test without a process. `main.ts` makes the real one. */
export interface CommandContext {
  /** Takes text as it is, line breaks included. */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly language: Language;
  /** True when the command line names the language, which then counts for more than the configuration. */
  readonly isLanguageAsked: boolean;
  readonly clock: Clock;
  readonly offset: UtcOffset;
  readonly host: HostPlaces;
  readonly files: FileReader;
  readonly catalogue: ProviderCatalogue;
  /** Reads the configuration; a long-lived command is given one that works in another process. */
  readonly readDocument: DocumentReader;
  readonly edge: ProcessEdge;
}
