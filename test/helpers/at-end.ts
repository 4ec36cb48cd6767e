import { after } from "node:test";

const works: (() => unknown)[] = [];

/** Does something once all tests of this process have ended, the newest first: whatever all its files share lives as long. */
export function atEnd(work: () => unknown): void {
  works.unshift(work);
}

after(async () => {
  for (const work of works) await work();
});
