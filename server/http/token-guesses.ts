const WINDOW_MS = 60_000;
/** More wrong tokens within a minute are no mistakes of typing. */
const MOST_WRONG = 10;
/** Beyond so many networks the one that began first is forgotten. */
const MOST_NETWORKS = 5000;

/** Wrong tokens of each network, in windows of a minute that begin with the first one. */
export interface TokenGuesses {
  /** How many seconds a network must wait before a token of it is looked at; 0 where it need not. */
  waitS(network: string): number;
  wrong(network: string): void;
}

/** @param now milliseconds, ever growing */
export function createTokenGuesses(now: () => number = () => performance.now()): TokenGuesses {
  const networks = new Map<string, { count: number; beganAt: number }>();
  const find = (network: string) => {
    const entry = networks.get(network);
    return entry && now() - entry.beganAt < WINDOW_MS ? entry : undefined;
  };
  return {
    waitS(network) {
      const entry = find(network);
      if (!entry || entry.count < MOST_WRONG) return 0;
      return Math.max(1, Math.ceil((entry.beganAt + WINDOW_MS - now()) / 1000));
    },
    wrong(network) {
      const entry = find(network);
      if (entry) {
        entry.count += 1;
        return;
      }
      networks.delete(network);
      networks.set(network, { count: 1, beganAt: now() });
      const [first] = networks.keys();
      if (networks.size > MOST_NETWORKS && first !== undefined) networks.delete(first);
    },
  };
}
