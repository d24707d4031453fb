import { families, type Family } from "./family.ts";

/** Which families a service can empty, and what it has to be told of the other family for that. */
export interface Withdrawal {
  /** Families that can be withdrawn; the others keep their last address. */
  readonly families: readonly Family[];
  /**
   * `nothing`: each family goes by itself. `other-state`: both go at once, so what the other one is to be must be known,
   * were it that it goes too. `other-address`: a family goes when a request names an address of the other one only.
   */
  readonly needs: "nothing" | "other-state" | "other-address";
}

export const withdrawsNothing: Withdrawal = { families: [], needs: "nothing" };

export const withdrawsAnything: Withdrawal = { families, needs: "nothing" };
