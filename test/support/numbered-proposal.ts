import type { Proposal } from "../../src/core/journal.ts";
import { pointed, proposal, unpointed, zoneAdded } from "./proposals.ts";

/** A proposal that follows from a number: few names that change again and again, now and then many at once. */
export function numberedProposal(number: number): Proposal {
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  const owner = `h${number % 37}.example`;
  if (number % 97 === 0) {
    const many = Array.from({ length: 300 }, (_, index) => pointed(`h${index}.example`, address));
    return proposal("example", zoneAdded(), ...many);
  }
  return proposal("example", zoneAdded(), number % 11 === 0 ? unpointed(owner) : pointed(owner, address));
}
