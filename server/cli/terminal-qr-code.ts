import createQrCode from "qrcode-generator";

/** What a reader needs to have free around a code, in squares. */
const MARGIN = 4;
/** Black on white, also in a terminal that is dark. */
const [COLOURS, RESET] = ["\x1b[30;107m", "\x1b[0m"];

/** A text as a QR code for a terminal: two squares of a column in each character. */
export function drawQrCode(text: string): string {
  const code = createQrCode(0, "L");
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const isDark = (row: number, column: number) =>
    row >= 0 && row < size && column >= 0 && column < size && code.isDark(row, column);
  const lines: string[] = [];
  for (let row = -MARGIN; row < size + MARGIN; row += 2) {
    let line = "";
    for (let column = -MARGIN; column < size + MARGIN; column += 1)
      line += toCharacter(isDark(row, column), isDark(row + 1, column));
    lines.push(`${COLOURS}${line}${RESET}`);
  }
  return lines.join("\n");
}

function toCharacter(upper: boolean, lower: boolean): string {
  if (upper) return lower ? "█" : "▀";
  return lower ? "▄" : " ";
}
