import { ConfigError } from "./config.ts";

const LISTEN_FAULTS: Record<string, string> = {
  EADDRINUSE: "the port is taken by another process",
  EACCES: "this user may not use the port",
  EADDRNOTAVAIL: "the address is not one of this machine",
  ENOTFOUND: "there is no such host",
};

/** Why the companion did not start: in one line where the cause is known, else the error itself. */
export function describeStartFailure(error: unknown): unknown {
  if (error instanceof ConfigError) return error.message;
  const { code = "", syscall, message } = error as NodeJS.ErrnoException;
  const fault = syscall === "listen" || syscall === "getaddrinfo" ? LISTEN_FAULTS[code] : undefined;
  return fault ? `The companion can't listen: ${fault} (${message}). Check HOST and PORT.` : error;
}
