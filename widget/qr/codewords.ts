import { toCorrection } from "./reed-solomon.ts";

/** By version, from 1: codewords in all, blocks, and codewords of correction in each, at level M (ISO/IEC 18004, table 9). */
const VERSIONS: [total: number, blocks: number, correction: number][] = [
  [26, 1, 10],
  [44, 1, 16],
  [70, 1, 26],
  [100, 2, 18],
  [134, 2, 24],
  [172, 4, 16],
  [196, 4, 18],
  [242, 4, 22],
  [292, 5, 22],
  [346, 5, 26],
];

/** What a QR code of the smallest version holds for a text; undefined where it is longer than 213 bytes. */
export function toCodewords(text: string): { version: number; codewords: number[] } | undefined {
  const bytes = [...new TextEncoder().encode(text)];
  const found = VERSIONS.findIndex(([total, blocks, correction], index) => {
    const header = index < 9 ? 2 : 3;
    return bytes.length + header <= total - blocks * correction;
  });
  const [total = 0, blocks = 0, correction = 0] = VERSIONS[found] ?? [];
  if (!total) return undefined;
  const data = toData(bytes, found < 9 ? 8 : 16, total - blocks * correction);
  return { version: found + 1, codewords: interleave(data, blocks, correction) };
}

/** Byte mode, the length, the bytes, an end, and what fills up the rest. */
function toData(bytes: number[], lengthBits: number, size: number): number[] {
  const bits = `0100${binary(bytes.length, lengthBits)}${bytes.map((byte) => binary(byte, 8)).join("")}0000`;
  const data = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  for (let pad = 0xec; data.length < size; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

/** Spreads the blocks, so that one stain does not hit one block alone. The shorter ones come first. */
function interleave(data: number[], count: number, correction: number): number[] {
  const short = Math.floor(data.length / count);
  const firstLong = count - (data.length % count);
  const blocks = Array.from({ length: count }, (_, block) => {
    const start = block * short + Math.max(0, block - firstLong);
    return data.slice(start, start + short + (block < firstLong ? 0 : 1));
  });
  const corrections = blocks.map((block) => toCorrection(block, correction));
  return [...columns(blocks), ...columns(corrections)];
}

function columns(rows: number[][]): number[] {
  const length = Math.max(...rows.map((row) => row.length));
  return Array.from({ length }, (_, at) => rows.flatMap((row) => row.slice(at, at + 1))).flat();
}

function binary(value: number, length: number): string {
  return value.toString(2).padStart(length, "0");
}
