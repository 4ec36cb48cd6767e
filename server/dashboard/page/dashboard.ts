import { render } from "lit";
import { type Api, CallFailed, createApi } from "./api.ts";
import { load, loadMore, type Shown } from "./load.ts";
import { type Place, parsePlace, toHash } from "./place.ts";
import { save } from "./save.ts";
import { keepToken, recallToken } from "./token.ts";
import { frame } from "./views/frame.ts";
import { signIn } from "./views/sign-in.ts";

/** How often what is shown is asked for again, while somebody looks. */
const EVERY_MS = 4000;

/** Shows the merchant's orders in an element, and keeps them as they are. */
export function startDashboard(root: HTMLElement): void {
  let api: Api | undefined;
  let place = parsePlace(location.hash);
  let shown: Shown | undefined;
  let problem = "";
  let said = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Each turn of asking has a number: an answer that comes after the next one began is of no use. */
  let turn = 0;

  async function look(): Promise<void> {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    if (!api || document.hidden) return;
    try {
      const next = await load(api, place, shown);
      if (mine !== turn) return;
      [shown, problem] = [next, ""];
    } catch (error) {
      if (mine !== turn) return;
      refused(error);
    }
    draw();
    if (api) timer = setTimeout(look, EVERY_MS);
  }

  function refused(error: unknown): void {
    if (!(error instanceof CallFailed)) throw error;
    problem = error.message;
    if (error.status === 401)
      leave("This token is not the one. Look for ADMIN_TOKEN in the companion’s settings.");
    else if (error.status === 404) shown = undefined;
  }

  /** Something that a person has asked for; what comes of it is said, and everything looked at again. */
  async function act(work: (api: Api) => Promise<string>): Promise<void> {
    if (!api) return;
    try {
      said = await work(api);
    } catch (error) {
      refused(error);
      said = problem;
    }
    await look();
  }

  function enter(token: string): void {
    keepToken(token);
    api = createApi(token);
    [problem, said] = ["", ""];
    void look();
  }

  function leave(why = ""): void {
    keepToken("");
    [api, shown, problem] = [undefined, undefined, why];
    draw();
  }

  function go(to: Place): void {
    if (toHash(to) !== location.hash) location.hash = toHash(to);
  }

  function draw(): void {
    const actions = {
      go,
      leave: () => leave(),
      more: () =>
        act(async (asked) => {
          if (shown) shown = await loadMore(asked, place, shown);
          return "";
        }),
      download: (query: URLSearchParams) => act(async (asked) => save(await asked.csv(query), "orders.csv")),
      resolve: (id: string, as: "paid" | "closed", note: string) =>
        act(async (asked) => {
          await asked.resolve(id, { as, note });
          return as === "paid" ? "Settled as paid." : "Closed.";
        }),
      notify: (id: string) =>
        act(async (asked) => {
          const count = await asked.notify(id);
          return count === 1 ? "One notification is sent again." : `${count} notifications are sent again.`;
        }),
    };
    render(api ? frame({ place, shown, problem, said, actions }) : signIn(problem, enter), root);
  }

  addEventListener("hashchange", () => {
    place = parsePlace(location.hash);
    [shown, said] = [undefined, ""];
    draw();
    scrollTo(0, 0);
    void look();
  });
  document.addEventListener("visibilitychange", () => void look());
  addEventListener("online", () => void look());
  root.replaceChildren();
  const token = recallToken();
  if (token) enter(token);
  draw();
}
