const warned = new Set<string>();

/** Tells the integrator, once on a page. */
export function warn(tag: string, message: string): void {
  const text = `<${tag}>: ${message}`;
  if (!warned.has(text)) console.warn(text);
  warned.add(text);
}
