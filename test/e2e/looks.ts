import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { isSoak } from "../helpers/scale.ts";
import { violationsOn } from "../helpers/violations.ts";

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };

interface Look {
  colorScheme: "light" | "dark";
  screen: { width: number; height: number };
  /** `none` where nothing has changed but the width: with `SOAK=1` all rules are tried there too. */
  rules: "all" | "contrast" | "none";
}

/** In the order in which they are looked at. Axe tries all its rules in the first. */
const LOOKS: Look[] = [
  { colorScheme: "light", screen: PHONE, rules: "all" },
  { colorScheme: "light", screen: DESK, rules: "none" },
  { colorScheme: "dark", screen: DESK, rules: "contrast" },
  { colorScheme: "dark", screen: PHONE, rules: "none" },
];

/** A view is accessible and nothing overflows: on a phone and on a desk, in light and in dark. */
export async function assertLooksGood(page: Page, view: string): Promise<void> {
  for (const { colorScheme, screen, rules } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize(screen);
    const name = `${view}, ${colorScheme}, ${screen.width} pixels wide`;
    if (rules !== "none" || isSoak)
      assert.deepEqual(await violationsOn(page, { rules: rules === "none" ? "all" : rules }), [], name);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${name}: ${overflow} pixels too wide`);
  }
}
