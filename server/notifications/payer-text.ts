/** Longer texts of payers are cut. */
const MOST_CHARACTERS = 80;

/** A text on one line: it can neither begin a line of its own nor turn the direction of one. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, " ");
}

/** A payer's text for an e-mail: quoted, short, and nothing in it becomes a link. */
export function toPayerText(text: string): string {
  const characters = [...toUnlinked(oneLine(text))];
  const isLong = characters.length > MOST_CHARACTERS;
  return `“${isLong ? `${characters.slice(0, MOST_CHARACTERS - 1).join("")}…` : characters.join("")}”`;
}

/**
 * Writes brackets around what makes mail clients turn a text into a link: dots within a word (also those that browsers take
 * for dots in host names), `@`, `://`, and the colon of `mailto:` and its kin. Invisible separators would not do: some
 * clients ignore them. Characters that stand for others, such as full-width letters, are replaced by those first.
 */
export function toUnlinked(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/(?<=\S)[.\u3002\uff0e\uff61](?=\S)/gu, "[.]")
    .replaceAll(/@/g, "[@]")
    .replaceAll(/(?<=[\p{L}\p{N}]):(?=\S)/gu, "[:]")
    .replaceAll(/\/{2,}/g, "[/]");
}
