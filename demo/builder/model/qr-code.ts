import { encode } from "uqr";

/** Light modules around the code, without which cameras miss it. Source: ISO/IEC 18004, 6.3.8 */
const QUIET = 4;

/** A QR code as an SVG path of squares, one unit each, quiet zone included. */
export interface QrCode {
  /** Units on each side. */
  size: number;
  path: string;
}

/** Encodes an address so that it can be read with up to 15 % of it damaged. */
export function toQrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: "M", border: QUIET });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  return { size, path: path.join("") };
}
