import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type FSWatcher, watch as watchFolder } from "node:fs";

const FOLDERS = ["widget", "server", "demo", "test"];
/** An editor that saves writes several times. */
const DEBOUNCE_MS = 200;
const IGNORED = /^test\/screenshots\/|(?:^|\/)(?:node_modules|dist|data)\/|~$|\.sw[px]$/;

/** Runs the tests in a new process, and again after each change, until SIGINT or SIGTERM. @returns the exit code */
export async function watch(argv: readonly string[]): Promise<number> {
  const stopped = Promise.withResolvers<void>();
  let child: ChildProcess | undefined;
  let isChanged = false;
  let isStopped = false;
  const run = async () => {
    if (child || isStopped) return;
    isChanged = false;
    child = startRun(argv);
    await once(child, "exit");
    child = undefined;
    if (isStopped) stopped.resolve();
    else if (isChanged) run();
    else console.log("\nWaiting for a change. Ctrl+C ends this.");
  };
  const watchers = watchSources(() => {
    isChanged = true;
    run();
  });
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => {
      isStopped = true;
      if (child) child.kill("SIGINT");
      else stopped.resolve();
    });
  run();
  await stopped.promise;
  for (const watcher of watchers) watcher.close();
  return 0;
}

function startRun(argv: readonly string[]): ChildProcess {
  const args = argv.filter((each) => each !== "--watch");
  return spawn(process.execPath, [...process.execArgv, process.argv[1] ?? "", ...args], { stdio: "inherit" });
}

function watchSources(onChange: () => void): FSWatcher[] {
  let timer: NodeJS.Timeout | undefined;
  return FOLDERS.map((folder) =>
    watchFolder(folder, { recursive: true }, (_event, name) => {
      if (name === null || IGNORED.test(`${folder}/${name}`)) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, DEBOUNCE_MS);
    }),
  );
}
