import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { isSoak } from "./scale.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface ViolationOptions {
  /** A selector of the part of the page to look at. Default: all of it. */
  within?: string;
  /** `contrast` for a page that was looked at in full in another colour scheme or direction: only what those change. */
  rules?: "all" | "contrast";
}

interface Violation {
  id: string;
  nodes: { html: string; target: unknown }[];
}

/**
 * What axe finds on a page. With `SOAK=1` all rules are tried in every look.
 * Axe comes in through the debugger, which the page's policy does not bind.
 */
export async function violationsOn(
  page: Page,
  { within = "html", rules = "all" }: ViolationOptions = {},
): Promise<string[]> {
  const runOnly = rules === "contrast" && !isSoak ? ["color-contrast"] : undefined;
  await page.evaluate(AXE);
  const violations = await page.evaluate<Violation[], [string, object]>(
    async ([context, options]) => {
      const { axe } = globalThis as unknown as {
        axe: { run(context: string, options: object): Promise<{ violations: Violation[] }> };
      };
      return (await axe.run(context, options)).violations;
    },
    [within, { resultTypes: ["violations"], ...(runOnly && { runOnly }) }],
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, target }) => `${id}: ${html} ${JSON.stringify(target)}`),
  );
}
