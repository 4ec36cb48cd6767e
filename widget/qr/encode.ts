import { encode as encodeText } from "uqr";

/** Larger codes are hard to scan from a screen. Version 10 holds 213 bytes. */
const MAX_VERSION = 10;

/** A text as a QR code with error correction M: by row, true is dark. Undefined where the text is longer than 213 bytes. */
export function encode(text: string): boolean[][] | undefined {
  try {
    return encodeText(text, { ecc: "M", border: 0, maxVersion: MAX_VERSION }).data;
  } catch {
    return undefined;
  }
}
