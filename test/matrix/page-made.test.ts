import { test } from "node:test";
import { nameOf } from "./cases.ts";
import { createMatrix } from "./matrix.ts";

const { worlds, check } = createMatrix(["page-guide", "page-destination"], 6);

for (const world of worlds) test(`${nameOf(world)} › every honest payment ends paid`, (t) => check(t, world));
