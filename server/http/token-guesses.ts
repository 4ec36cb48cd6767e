const WINDOW_MS = 60_000;
/** More different wrong tokens within a minute are no mistakes of typing. */
const MOST_DIFFERENT = 10;
/** A program with an old token sends that one again and again. */
const MOST_WRONG = 60;
/** Beyond so many networks the one that began first is forgotten. */
const MOST_NETWORKS = 5000;

/** Wrong tokens of each network, in windows of a minute that begin with the first one. */
export interface TokenGuesses {
  /** How many seconds a network must wait before a token of it is looked at; 0 where it need not. */
  waitS(network: string): number;
  /** `token` is what tells it from others: a part of its hash. */
  wrong(network: string, token: string): void;
}

/** @param now milliseconds, ever growing */
export function createTokenGuesses(now: () => number = () => performance.now()): TokenGuesses {
  const networks = new Map<string, { count: number; different: Set<string>; beganAt: number }>();
  const find = (network: string) => {
    const entry = networks.get(network);
    return entry && now() - entry.beganAt < WINDOW_MS ? entry : undefined;
  };
  return {
    waitS(network) {
      const entry = find(network);
      if (!entry || (entry.count < MOST_WRONG && entry.different.size < MOST_DIFFERENT)) return 0;
      return Math.max(1, Math.ceil((entry.beganAt + WINDOW_MS - now()) / 1000));
    },
    wrong(network, token) {
      const entry = find(network);
      if (entry) {
        entry.count += 1;
        entry.different.add(token);
        return;
      }
      networks.delete(network);
      networks.set(network, { count: 1, different: new Set([token]), beganAt: now() });
      const [first] = networks.keys();
      if (networks.size > MOST_NETWORKS && first !== undefined) networks.delete(first);
    },
  };
}
