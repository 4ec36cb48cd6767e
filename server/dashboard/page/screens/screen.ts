import type { TemplateResult } from "lit";
import type { Place } from "../data/address.ts";
import type { Api } from "../data/api.ts";

/** One of the page's views with what it has loaded. */
export interface Screen {
  /** Of the window. */
  title: () => string;
  /** There is something to look at already. */
  isLoaded: () => boolean;
  /** Reads anew what is shown, and says whether any of it is news. */
  load: () => Promise<boolean>;
  view: () => TemplateResult;
}

/** What a screen is given. */
export interface ScreenContext {
  api: Api;
  draw: () => void;
  /** Looks at once, with all that belongs to it: errors, the time of the last look. */
  look: () => void;
  /** Goes elsewhere within the page. */
  go: (place: Place, options?: { isPassing?: boolean }) => void;
  /** Tells those, too, who don't see the page. */
  say: (text: string) => void;
  /** Shows what went wrong with something that the user has asked for. */
  fail: (error: unknown) => void;
}
