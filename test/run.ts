import { main } from "./helpers/run-main.ts";
import { isSoak } from "./helpers/scale.ts";
import { SUITES } from "./suites.ts";

process.exit(await main(SUITES, isSoak ? "npm run test:soak --" : "npm test --"));
