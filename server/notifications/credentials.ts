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
