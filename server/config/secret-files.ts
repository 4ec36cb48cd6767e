import { readFileSync } from "node:fs";

/** Variables whose value may stand in a file that `NAME_FILE` names, as Docker and systemd hand secrets over. */
export const SECRET_VARIABLES = [
  "DATABASE_URL",
  "REQUEST_API_KEY",
  "REQUEST_CLIENT_ID",
  "REQUEST_WEBHOOK_SECRET",
  "OFFER_SECRET",
  "NOTIFY_URL",
  "NOTIFY_SECRET",
  "SMTP_URL",
  "ADMIN_TOKEN",
] as const;

type Environment = Record<string, string | undefined>;

/**
 * The environment with the contents of the files that `NAME_FILE` variables name. A byte order mark and the line end at the end of a
 * file are cut. `faults` names each variable whose file can't be used, and no content.
 */
export function readSecretFiles(
  environment: Environment,
  readFile: (path: string) => string = (path) => readFileSync(path, "utf8"),
): { environment: Environment; faults: string[] } {
  const read: Environment = {};
  const faults: string[] = [];
  for (const name of SECRET_VARIABLES) {
    const path = environment[`${name}_FILE`];
    if (!path) continue;
    if (environment[name]) {
      faults.push(`${name}_FILE is set beside ${name}: set one of them`);
      continue;
    }
    try {
      const text = readFile(path)
        .replace(/^\ufeff/, "")
        .replace(/\r?\n$/, "");
      if (text.trim() === "") faults.push(`${name}_FILE ${path}: the file is empty`);
      else read[name] = text;
    } catch (error) {
      const { code = "unreadable" } = error as NodeJS.ErrnoException;
      faults.push(`${name}_FILE ${path}: ${READ_FAULTS[code] ?? `can't be read (${code})`}`);
    }
  }
  return { environment: { ...environment, ...read }, faults };
}

const READ_FAULTS: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EISDIR: "is a folder, not a file",
};
