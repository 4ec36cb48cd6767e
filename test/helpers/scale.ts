/** `npm run test:soak` runs the heavy proofs at full length, `npm test` a shorter run of each. */
export const isSoak = process.env.SOAK === "1";

export function scaled(short: number, full: number): number {
  return isSoak ? full : short;
}

/** Says how far a long run has come; in a short one it keeps still. */
export function progress(text: string): void {
  if (isSoak) console.log(`    ${text}`);
}
