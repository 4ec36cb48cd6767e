import type { Environment } from "./settings.ts";

/** What a command sees of the process. */
export interface Terminal {
  env: Environment;
  cwd: string;
  /** The script that Node runs. */
  script: string;
  /** Prints data, on stdout. */
  print: (text: string) => void;
  /** Says everything else, on stderr. */
  say: (text: string) => void;
  /** Shows progress in one line that the next one replaces; nothing where stderr is no terminal. */
  progress: (text: string) => void;
  /** Asks for a line. Undefined where stdin is no terminal. */
  ask: ((question: string) => Promise<string>) | undefined;
  /** From now on SIGINT and SIGTERM abort the signal instead of ending the process. */
  watchInterrupts: () => AbortSignal;
}
