import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { atEnd } from "./at-end.ts";

/** Chromium's own calls home would fail by the dozen where there is no network, and end up in what tests look at. */
const FLAGS = [
  "--disable-gpu",
  // Where shared memory is small, as in containers, pages would crash.
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const isRoot = process.getuid?.() === 0;

/** Chromium's sandbox does not work for root. */
export const BROWSER_FLAGS: readonly string[] = isRoot ? ["--no-sandbox", ...FLAGS] : FLAGS;

/** The same engine without the windows around it, as Debian has it: a page takes less than half of the processor. */
const HEADLESS_SHELL = "/usr/bin/chromium-headless-shell";
const WHOLE_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  chromium.executablePath(),
];
const INSTALL = "apt-get install -y --no-install-recommends";

/**
 * The path of a Chromium or Chrome: the one that `CHROME_PATH` names, Debian's headless shell, the system's, or playwright's.
 * Where there is none it is installed, and said so: Debian's package as root, else by playwright.
 * @throws {Error} when that fails
 */
export function ensureBrowser(): string {
  return findBrowser([HEADLESS_SHELL, ...WHOLE_BROWSERS]) ?? installBrowser();
}

export function launchBrowser(): Promise<Browser> {
  return launch(ensureBrowser());
}

let ofProcess: Promise<Browser> | undefined;

/** One browser for all test files of this process. Each test opens a context of its own, with its own storage. */
export function sharedBrowser(): Promise<Browser> {
  if (!ofProcess) {
    const launched = launchBrowser();
    ofProcess = launched;
    atEnd(async () => (await launched).close());
  }
  return ofProcess;
}

/** For measurements: the browser that payers have, where there is one. */
export function launchWholeBrowser(): Promise<Browser> {
  return launch(findBrowser(WHOLE_BROWSERS) ?? ensureBrowser());
}

function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...BROWSER_FLAGS] });
}

function findBrowser(places: readonly string[]): string | undefined {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH && !existsSync(CHROME_PATH))
    throw new Error(`CHROME_PATH names no file: ${CHROME_PATH}. Correct it, or unset it.`);
  return [CHROME_PATH, ...places].find((place) => place && existsSync(place));
}

function installBrowser(): string {
  const isDebian = isRoot && existsSync("/usr/bin/apt-get");
  const commands = isDebian
    ? ["apt-get update", `${INSTALL} chromium-headless-shell || ${INSTALL} chromium`]
    : ["npx playwright-core install chromium"];
  console.log(`No Chromium or Chrome found: installing one (${commands.join(" && ")}).`);
  for (const command of commands) {
    const { status } = spawnSync(command, { shell: true, stdio: "inherit" });
    if (status !== 0)
      throw new Error(`${command} failed. Install Chromium or Chrome, or set CHROME_PATH to one.`);
  }
  const path = findBrowser([HEADLESS_SHELL, ...WHOLE_BROWSERS]);
  if (!path) throw new Error("The installed browser is not where it was expected. Set CHROME_PATH to it.");
  console.log(`Installed ${path}.`);
  return path;
}
