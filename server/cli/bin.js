#!/usr/bin/env node
// The program `request-checkout`. Plain JavaScript that old releases of Node can parse, so that they end with one line
// that says what is needed. Everything else is loaded behind that check.
import { existsSync } from "node:fs";

const NEEDED = 24;

if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  console.error(`request-checkout needs Node ${NEEDED} or newer. This is Node ${process.versions.node}.`);
  process.exitCode = 1;
} else {
  // Node warns at each start that `node:sqlite` is experimental. Other warnings are printed as usual.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") console.warn(warning.stack);
  });
  // Compiled in the package, TypeScript in a checkout.
  const main = ["./main.js", "./main.ts"].find((path) => existsSync(new URL(path, import.meta.url)));
  await import(String(main));
}
