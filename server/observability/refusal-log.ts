const EVERY_MS = 60_000;

/** Counts webhooks with a wrong signature, and warns of them at most once a minute. */
export interface RefusalLog {
  accepted(): void;
  refused(isSigned: boolean): void;
}

export function createRefusalLog(options: {
  clock: () => number;
  log: { warn: (details: object, message: string) => void };
}): RefusalLog {
  const { clock, log } = options;
  let [count, unsigned] = [0, 0];
  let isGood = false;
  let saidAt: number | undefined;
  return {
    accepted() {
      isGood = true;
    },
    refused(isSigned) {
      count += 1;
      if (!isSigned) unsigned += 1;
      const now = clock();
      if (saidAt !== undefined && Math.abs(now - saidAt) < EVERY_MS) return;
      saidAt = now;
      log.warn(
        { count, unsigned },
        `webhooks refused for their signature since the last such line: ${causeOf(isGood, unsigned === count)}`,
      );
      [count, unsigned] = [0, 0];
    },
  };
}

function causeOf(isGood: boolean, isUnsigned: boolean): string {
  if (isUnsigned)
    return "they have no signature, so they are not Request Network's, or a proxy drops the header";
  if (isGood)
    return "others are accepted, so these are a stranger's, or a second webhook has a secret that REQUEST_WEBHOOK_SECRET lacks";
  return "none was accepted since the start: compare REQUEST_WEBHOOK_SECRET with the secret in the Request Portal; a proxy may also change bodies";
}
