/** The value of a cookie that a browser has sent; none where it did not. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const prefix = `${name}=`;
  const pair = header?.split(";").find((each) => each.trim().startsWith(prefix));
  return pair?.trim().slice(prefix.length);
}

export interface CookieOptions {
  path: string;
  secure: boolean;
  maxAgeS: number;
}

/** A `set-cookie` header that no script reads and no other site's form sends. Name, value and path need no escaping. */
export function writeCookie(name: string, value: string, { path, secure, maxAgeS }: CookieOptions): string {
  const parts = [`${name}=${value}`, `Max-Age=${maxAgeS}`, `Path=${path}`, "HttpOnly"];
  return [...parts, ...(secure ? ["Secure"] : []), "SameSite=Lax"].join("; ");
}
