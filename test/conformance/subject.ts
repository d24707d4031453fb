import type { ProviderDeclaration, Settings } from "../../src/core/provider.ts";

/** What both suites need to know of a provider. */
export interface Subject {
  readonly provider: ProviderDeclaration;
  /** Settings that sign in at the peer; every secret among them is a canary. */
  readonly settings: Settings;
  /** Settings that do not. */
  readonly wrongSettings: Settings;
}
