import { SeededRandom } from "../support/seeded-random.ts";

/** As many messages of changes below an apex, as nsupdate reads them; the same for the same seed. */
export function randomChanges(apex: string, count: number, seed: number): readonly (readonly string[])[] {
  const random = new SeededRandom(seed);
  const below = (limit: number): number => Math.floor(random.fraction() * limit);
  return Array.from({ length: count }, () => {
    const owner = `host${below(40)}.${apex}.`;
    const kinds = [
      () => [`update delete ${owner} A`, `update add ${owner} ${30 + below(3) * 30} A 192.0.2.${below(250)}`],
      () => [`update add ${owner} 60 AAAA 2001:db8::${below(9_999).toString(16)}`],
      () => [`update delete ${owner} AAAA`],
      () => [`update delete ${owner}`],
      () => [`update add ${owner} 60 TXT "t${below(50)}"`, `update add _acme-challenge.${owner} 60 TXT "${below(9)}"`],
      () => [`update add new${below(1_000)}.${owner} 60 MX 10 ${owner}`],
    ];
    return kinds[below(kinds.length)]?.() ?? [];
  });
}
