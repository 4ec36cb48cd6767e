/**
 * JSON as `JSON.stringify` writes it, of plain data. Pages with old libraries have a `toJSON` on arrays, strings or all objects,
 * which would change what is sent and remembered.
 */
export function encodeJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(encodeJson)}]`;
  if (typeof value !== "object" || !value) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${encodeJson(member)}`)}}`;
}
