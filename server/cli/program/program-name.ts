import { basename, relative, sep } from "node:path";

export interface Called {
  env: Readonly<Record<string, string | undefined>>;
  /** The script that Node runs: `process.argv[1]`. */
  script: string;
  cwd: string;
}

const PROGRAM = "request-checkout";

/**
 * How a command was called, so that usage lines can be copied: `npx request-checkout doctor`, `npm run doctor --`,
 * `request-checkout doctor`. Without a command, the program alone.
 */
export function programName(command: string | undefined, { env, script, cwd }: Called): string {
  const isOwnScript = env.npm_package_name === PROGRAM && env.npm_lifecycle_event === command;
  if (command !== undefined && isOwnScript && env.npm_command !== "exec")
    return command === "start" ? "npm start --" : `npm run ${command} --`;
  if (command !== undefined && env.NODE_RUN_SCRIPT_NAME === command) return `node --run ${command} --`;
  return [programOf({ env, script, cwd }), ...(command === undefined ? [] : [command])].join(" ");
}

function programOf({ env, script, cwd }: Called): string {
  if (env.npm_command === "exec") return `npx ${PROGRAM}`;
  const path = relative(cwd, script);
  const isInFolder = !path.startsWith("..") && !path.includes(`node_modules${sep}`);
  return basename(script) === "bin.js" && isInFolder ? `node ${path}` : PROGRAM;
}
