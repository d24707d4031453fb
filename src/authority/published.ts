import { control } from "./arena.ts";

/**
 * How changes become visible: all of a step at once, without a lock, and without readers ever waiting.
 *
 * A *slot* is a word of the arena that names a block (the cell of an owner, say). What it says depends on the version,
 * a word that counts published states:
 *
 * | slot      | meaning |
 * |-----------|---------|
 * | 0         | never used: a search ends here |
 * | 1         | `gone`: nothing here, but a search goes on |
 * | 2 or more | the block, whatever the version |
 * | negative  | its complement is the cell of a *pair*: first word for even versions, second for odd ones |
 *
 * The one writer changes the arena in steps of three parts.
 *
 * 1. *Stage.* New blocks are written to memory that nobody can reach, then each slot concerned is replaced by a pair:
 *    what it says now for the present version, what it will say for the next.
 * 2. *Publish.* The version is raised by one. Every slot of the step changes its meaning in this one store.
 * 3. *Settle.* Pairs are replaced by what they say now. Pairs and replaced blocks are put aside, and used again only
 *    after the next publication.
 *
 * A reader takes the version, looks up and copies what it finds, then takes the version again. If it is the same, all
 * it saw was the state of that version: staging and settling change no slot's meaning in the present version, and
 * memory that was reachable in it is not reused before the next. If it is another, the reader begins anew; what it read
 * may have been reused meanwhile and be nonsense, so nothing read is trusted to end a loop or to lie within bounds.
 * Growing the arena is not part of a step: what is staged may lie beyond what a reader has mapped, where it would find
 * nothing. So a reader also checks that the arena has not grown meanwhile.
 *
 * A reader therefore repeats only because the writer got something done, and a writer that is interrupted at any
 * instruction holds up nobody.
 *
 * Order between threads: the writer raises the version by an atomic addition, after and before which no store may move.
 * Readers use a plain load with an atomic addition on a word of their own beside it. On x86 that adds nothing to the
 * order loads have anyway; on ARM it is the barrier that keeps the loads between the two versions. (`Atomics.load`
 * would do, but compiles to a locked instruction on the shared word: measured 15 instead of 6 ns with one other reader.)
 */

/** A slot without a block in which a search goes on. */
export const gone = 1;

/** What a slot says in a version: a block, or `gone` or 0 for none. */
export function visible(words: Int32Array, slot: number, version: number): number {
  return slot >= 0 ? slot : (words[(~slot << 1) + (version & 1)] ?? 0);
}

/** Raises the version, which publishes what is staged. For the writer. */
export function publish(words: Int32Array): void {
  Atomics.add(words, control.version, 1);
}
