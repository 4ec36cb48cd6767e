import assert from "node:assert/strict";
import { describe, it } from "node:test";
import jsQr from "jsqr";
import { encode } from "../../widget/qr/encode.ts";

const SCALE = 3;
const MARGIN = 4;
const TOKEN = "01JQ8ZK5V8M3D9T7X2Y4W6R8P0AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_".repeat(4);
const URL_START = "https://pay.request.network/?token=";

/** What an independent reader makes of it. */
function read(rows: boolean[][]): { text: string; version: number } | undefined {
  const size = (rows.length + 2 * MARGIN) * SCALE;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const isDark = rows[Math.floor(y / SCALE) - MARGIN]?.[Math.floor(x / SCALE) - MARGIN];
      if (isDark) pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  // Both of the package's faces: Node names its CommonJS export `default` once more than its types do.
  const decode = ((jsQr as unknown as { default?: unknown }).default ??
    jsQr) as unknown as typeof jsQr.default;
  const found = decode(pixels, size, size);
  return found ? { text: found.data, version: found.version } : undefined;
}

describe("a QR code", () => {
  for (const [version, bytes] of [
    [1, 14],
    [2, 26],
    [3, 42],
    [4, 62],
    [5, 84],
    [6, 106],
    [7, 122],
    [8, 152],
    [9, 180],
    [10, 213],
  ] as const) {
    it(`of version ${version} holds ${bytes} bytes, which another reader reads`, () => {
      const text = (URL_START + TOKEN).slice(0, bytes);

      const rows = encode(text);

      assert.deepEqual(rows && read(rows), { text, version });
    });
  }

  it("is read for pay URLs of every length", () => {
    for (let length = 1; length <= 178; length++) {
      const url = URL_START + TOKEN.slice(0, length);
      const rows = encode(url);

      assert.equal(rows && read(rows)?.text, url, `${length}`);
    }
  });

  it("takes the next version for one byte more", () => {
    assert.equal(encode("x".repeat(14))?.length, 21);
    assert.equal(encode("x".repeat(15))?.length, 25);
  });

  it("is none where the text is too long", () => {
    assert.equal(encode("x".repeat(214)), undefined);
  });

  it("counts bytes, not characters", () => {
    const rows = encode("日本語のテキスト");

    assert.deepEqual(rows && read(rows), { text: "日本語のテキスト", version: 2 });
  });

  it("is read with a stain on it", () => {
    const text = URL_START + TOKEN.slice(0, 64);
    const rows = encode(text) ?? [];
    for (let y = 12; y < 18; y++) for (let x = 12; x < 18; x++) (rows[y] ?? [])[x] = true;

    assert.equal(read(rows)?.text, text);
  });
});
