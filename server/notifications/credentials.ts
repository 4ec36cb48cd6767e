import { isLoopback } from "../domain/pay-url.ts";

/** The user and the password in a URL, decoded where they can be. */
export function credentialsOf({ username, password }: URL): { user: string; password: string } {
  return { user: decode(username), password: decode(password) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether a mail server must offer STARTTLS before it gets a password: everywhere but on this machine. */
export function needsTls(url: URL): boolean {
  return url.protocol === "smtp:" && url.password !== "" && !isLoopback(`http://${url.host}`);
}
