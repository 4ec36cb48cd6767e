import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** `dist/dashboard`, from the compiled file in `dist/server/dashboard/` and from its TypeScript. */
const CANDIDATES = ["../../dashboard", "../../dist/dashboard"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** The folder of the built page, or undefined before `npm run build`. */
export function findDashboardDir(): string | undefined {
  return CANDIDATES.find((path) => existsSync(`${path}/dashboard.js`));
}
