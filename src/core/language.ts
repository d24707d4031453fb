/** The languages Holdfast speaks. Texts stand beside what they describe, in both languages at once. */

/** BCP 47 tags of the languages every text exists in. */
export type Language = "en" | "zh-CN";

/** The same texts in every language; the compiler refuses a catalogue that lacks one. */
export type Bilingual<T> = Readonly<Record<Language, T>>;

/** Declares a catalogue: the English side fixes the shape, the Chinese side must have the same one. */
export function bilingual<T>(texts: { readonly en: T; readonly "zh-CN": NoInfer<T> }): Bilingual<T> {
  return texts;
}

/**
 * Chooses a language from what the surroundings say, for instance `LC_ALL`, `LANG` or an `Accept-Language` header.
 *
 * Any Chinese tag chooses Simplified Chinese; the first wish that names a known language wins, English is the fallback.
 */
export function chooseLanguage(wishes: readonly (string | undefined)[]): Language {
  for (const wish of wishes) {
    for (const tag of (wish ?? "").split(",")) {
      const primary = tag
        .trim()
        .toLowerCase()
        .split(/[-_;.@]/)[0];
      if (primary === "zh") return "zh-CN";
      if (primary === "en" || primary === "c" || primary === "posix") return "en";
    }
  }
  return "en";
}
