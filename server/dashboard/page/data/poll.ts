/** How soon it is looked again after news or a doing of the user's, and after a quiet minute. */
const QUICK_MS = 3000;
const CALM_MS = 10_000;
const LIVELY_MS = 60_000;
/** After failures the pauses double up to this. */
const LONGEST_MS = 60_000;
/** A slow server is left in peace for so many times as long as it has taken. */
const PEACE = 5;

export interface Polling {
  /** Looks at once. */
  wake(): void;
  /** Looks no more. */
  stop(): void;
}

/**
 * Looks again and again while the page is visible, at a gentle pace.
 * @param look says whether there was news; rejects where it could not look
 */
export function poll(look: () => Promise<boolean>): Polling {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLooking = false;
  let isAskedAgain = false;
  let newsAt = Date.now();
  let failures = 0;
  let isOver = false;

  async function turn(): Promise<void> {
    clearTimeout(timer);
    if (document.hidden || isOver) return;
    if (isLooking) {
      isAskedAgain = true;
      return;
    }
    isLooking = true;
    const startedAt = Date.now();
    await look().then(succeeded, () => {
      failures += 1;
    });
    isLooking = false;
    if (isOver) return;
    if (isAskedAgain) {
      isAskedAgain = false;
      void turn();
    } else timer = setTimeout(turn, pauseMs(Date.now() - startedAt));
  }

  function succeeded(hasNews: boolean): void {
    failures = 0;
    if (hasNews) newsAt = Date.now();
  }

  function pauseMs(tookMs: number): number {
    if (failures > 0) return Math.min(LONGEST_MS, QUICK_MS * 2 ** (failures - 1));
    const pace = Date.now() - newsAt < LIVELY_MS ? QUICK_MS : CALM_MS;
    return Math.max(pace, PEACE * tookMs);
  }

  const wake = () => {
    newsAt = Date.now();
    void turn();
  };
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  wake();
  return {
    wake,
    stop() {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", wake);
      removeEventListener("online", wake);
    },
  };
}
