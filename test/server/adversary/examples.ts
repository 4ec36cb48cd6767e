import type { Story } from "./actions.ts";

/** Stories that once broke a promise. They are run first. */
export const EXAMPLES: readonly Story[] = [];
