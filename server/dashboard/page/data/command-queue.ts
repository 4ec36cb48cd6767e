/** Does what is asked for one after the other, so that no slow answer overwrites a newer one. */
export interface CommandQueue {
  /** Something that the user has asked for is under way. */
  readonly isBusy: boolean;
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Does what the user asks for, one thing at a time; what is pressed meanwhile is not done twice. */
  busy: (work: () => Promise<void>) => Promise<void>;
}

export function createCommandQueue({ draw, fail }: { draw: () => void; fail: (error: unknown) => void }): CommandQueue {
  let last: Promise<unknown> = Promise.resolve();
  let isBusy = false;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(work, work);
    last = next;
    return next;
  }

  async function busy(work: () => Promise<void>): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    draw();
    await inTurn(work).catch(fail);
    isBusy = false;
    draw();
  }

  return {
    get isBusy() {
      return isBusy;
    },
    inTurn,
    busy,
  };
}
