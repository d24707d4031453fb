/** Spellings that services have for the owners of records. */
export interface OwnerForm {
  print(owner: string, apex: string): string;
  /** The full owner; undefined for what is not in this spelling, or outside of the zone. */
  parse(text: string, apex: string): string | undefined;
}

/** The part before the apex, which itself is the given text. */
export function relativeTo(apexText: string): OwnerForm {
  return {
    print: (owner, apex) => (owner === apex ? apexText : owner.slice(0, -apex.length - 1)),
    parse: (text, apex) => {
      if (text === apexText) return apex;
      // A full name would be stored as one below the zone, and found nowhere.
      return text === "" || text === "@" || text.endsWith(".") ? undefined : `${text}.${apex}`;
    },
  };
}

/** The whole name, with nothing or a dot after it. */
export function fullName(end: "" | "."): OwnerForm {
  return {
    print: (owner) => owner + end,
    parse: (text, apex) => {
      if (!text.endsWith(end) || (end === "" && text.endsWith("."))) return undefined;
      const owner = text.slice(0, text.length - end.length);
      return owner === apex || owner.endsWith(`.${apex}`) ? owner : undefined;
    },
  };
}
