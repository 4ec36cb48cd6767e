type Drawer = typeof import("./qr/draw.ts");

/** Where the chunk is, seen from this one; the bundler writes its real name here. */
const DRAW_PATH = "./qr/draw.js";

let failures = 0;

/** Loads what draws QR codes; at another address where it could not be had before. */
export async function loadQr(): Promise<Drawer> {
  const loading: Promise<Drawer> =
    failures > 0 ? import(/* @vite-ignore */ `${DRAW_PATH}?${failures}`) : import("./qr/draw.ts");
  loading.catch(() => {
    failures += 1;
  });
  return loading;
}
