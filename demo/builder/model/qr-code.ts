import qrcode from "qrcode-generator";

/** Light modules around the code, without which cameras miss it. Source: ISO/IEC 18004, 6.3.8 */
const QUIET = 4;

/** A QR code as an SVG path of squares, one unit each, quiet zone included. */
export interface QrCode {
  /** Units on each side. */
  size: number;
  path: string;
}

/** Encodes an address so that it can be read with up to 15 % of it spoilt. */
export function toQrCode(text: string): QrCode {
  const code = qrcode(0, "M");
  code.addData(text, "Byte");
  code.make();
  const count = code.getModuleCount();
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from({ length: count }, (_, column) =>
      code.isDark(row, column) ? `M${column + QUIET} ${row + QUIET}h1v1h-1z` : "",
    ).join(""),
  );
  return { size: count + 2 * QUIET, path: rows.join("") };
}
