import type { Place } from "../place.ts";

/** What a person can do on the page. */
export interface Actions {
  go(place: Place): void;
  leave(): void;
  more(): Promise<void>;
  download(query: URLSearchParams): Promise<void>;
  resolve(id: string, as: "paid" | "closed", note: string): Promise<void>;
  notify(id: string): Promise<void>;
}
