const STATED =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(?:Z|([+-]\d{2}):?(\d{2})?)?)?$/i;

/**
 * Milliseconds since 1970 of a date as Request Network states it, in whatever form of ISO 8601. One that names no zone is in
 * UTC, whatever the zone of this machine; what is no date is undefined.
 */
export function toStatedTime(text: string | null | undefined): number | undefined {
  const [, day, time = "00:00", hours = "+00", minutes = "00"] = STATED.exec(String(text).trim()) ?? [];
  const at = Date.parse(`${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(at) ? undefined : at;
}
