/** The environment of a process that must see nothing of ours: where programs are, and where Node keeps compiled scripts. */
export const BARE_ENVIRONMENT = toBareEnvironment();

function toBareEnvironment(): Record<string, string | undefined> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) };
}
