/** Waiting for what other programs do, with an end to patience and the last state in the complaint. */

/** Far beyond what anything here takes on an idle machine. */
const patienceMs = 20_000;

const pauseMs = 20;

/** Asks again and again until there is an answer. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  describe: () => string = () => "",
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`waited ${patienceMs / 1_000} s until ${what}\n${describe()}`);
    await Bun.sleep(pauseMs);
  }
}
