/** In CSS pixels, of the window's inside. */
export interface Point {
  x: number;
  y: number;
}

/** One tab of a browser that is driven from outside. */
export interface Tab {
  id: string;
  /** Has it looked at: what lies behind another one counts as hidden. */
  activate(): Promise<void>;
  goto(url: string): Promise<void>;
  url(): Promise<string>;
  /** The value of an expression in the page, which must survive JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** A real press of the mouse, at a point of the window: only such a one may open tabs. */
  click(point: Point): Promise<void>;
}

/** A browser with a fresh profile. */
export interface EngineBrowser {
  /** All open tabs, in no order. */
  tabs(): Promise<Tab[]>;
  close(): Promise<void>;
}

/** An engine that tests are run in. */
export interface Engine {
  name: string;
  /** Debian's packages of it. */
  packages: readonly string[];
  /** The program that has to be there. */
  program: string;
  launch(): Promise<EngineBrowser>;
}
