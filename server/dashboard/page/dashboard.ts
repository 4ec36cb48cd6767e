import { html, render } from "lit";
import { type Place, parsePlace, toHash } from "./data/address.ts";
import { createApi } from "./data/api.ts";
import { type Failure, toFailure } from "./data/failure.ts";
import { type Polling, poll } from "./data/poll.ts";
import { createTasks } from "./data/tasks.ts";
import { recallToken, rememberToken } from "./data/token.ts";
import { createOrderScreen } from "./screens/order-screen.ts";
import { createOrdersScreen, type OrdersScreen } from "./screens/orders-screen.ts";
import { createQuarantinedScreen } from "./screens/quarantined-screen.ts";
import type { Screen, ScreenContext } from "./screens/screen.ts";
import { shell } from "./views/shell.ts";
import { signIn } from "./views/sign-in.ts";

/** Shows the dashboard: first the question for the token, then what its address names. */
export function startDashboard(root: HTMLElement): void {
  root.replaceChildren();
  if (recallToken()) showDashboard(root);
  else askForToken(root);
}

/** @param problem why the token that was there is gone */
function askForToken(root: HTMLElement, problem = ""): void {
  const api = createApi();
  let isBusy = false;
  const draw = () => render(signIn({ problem, isBusy, enter }), root);

  async function enter(token: string): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    problem = "";
    draw();
    rememberToken(token);
    const failure = await api.orders(new URLSearchParams({ limit: "1" })).then(
      () => undefined,
      (error: unknown) => toFailure(error),
    );
    isBusy = false;
    if (!failure) return showDashboard(root);
    rememberToken("");
    problem = failure.message;
    draw();
    root.querySelector("input")?.focus();
  }

  document.title = "Orders";
  draw();
  root.querySelector("input")?.focus();
}

function showDashboard(root: HTMLElement): void {
  const api = createApi();
  const tasks = createTasks(api);
  const scrolled = new Map<string, number>();
  let place = parsePlace(location.hash);
  let isOver = false;
  /** What went wrong with the last look; and with what the user has asked for last. */
  let outage: Failure | undefined;
  let mishap: Failure | undefined;
  let seenAt: Date | undefined;
  let news = "";
  let polling: Polling | undefined;

  const stage: ScreenContext = {
    api,
    draw,
    look() {
      tasks.forget();
      polling?.wake();
    },
    go,
    say(text) {
      news = text;
      draw();
    },
    fail(error) {
      mishap = toFailure(error);
      if (mishap.trouble === "token") return leave(mishap.message);
      draw();
    },
  };
  let orders: OrdersScreen | undefined;
  let screen = open(place);

  function open(next: Place): Screen {
    if (next.view === "order") return createOrderScreen(next.id, stage);
    if (next.view === "quarantined") return createQuarantinedScreen(stage);
    if (orders) orders.show(next.filter);
    else orders = createOrdersScreen(next.filter, stage);
    return orders;
  }

  async function look(): Promise<boolean> {
    if (isOver) return false;
    const looking = screen;
    try {
      const hasNews = await looking.load();
      await tasks.load();
      if (looking === screen) {
        outage = undefined;
        seenAt = new Date();
      }
      draw();
      return hasNews;
    } catch (error) {
      const failure = toFailure(error);
      if (failure.trouble === "token") leave(failure.message);
      else if (looking === screen) outage = failure;
      draw();
      throw failure;
    }
  }

  function go(next: Place, { isPassing = false } = {}): void {
    const hash = toHash(next);
    if (hash !== toHash(place)) history[isPassing ? "replaceState" : "pushState"](null, "", hash);
    arrive(next);
  }

  function arrive(next: Place): void {
    const isOtherView = next.view !== place.view || next.view === "order";
    scrolled.set(toHash(place), scrollY);
    place = next;
    mishap = undefined;
    screen = open(next);
    if (!isOtherView) {
      draw();
      return;
    }
    outage = undefined;
    seenAt = undefined;
    news = "";
    draw();
    scrollTo(0, scrolled.get(toHash(next)) ?? 0);
    root.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    polling?.wake();
  }

  function leave(problem = ""): void {
    if (isOver) return;
    isOver = true;
    polling?.stop();
    removeEventListener("popstate", popped);
    rememberToken("");
    render(html``, root);
    askForToken(root, problem);
  }

  function draw(): void {
    if (isOver) return;
    const name = screen.title();
    document.title = tasks.toReview > 0 ? `(${tasks.toReview}) ${name}` : name;
    const failure = outage ?? mishap;
    const dismiss = outage
      ? undefined
      : () => {
          mishap = undefined;
          draw();
        };
    render(
      shell({
        place,
        tasks,
        seenAt: screen.isLoaded() ? seenAt : undefined,
        news,
        failure,
        dismiss,
        retry: () => polling?.wake(),
        leave: () => leave(),
        content: screen.view(),
      }),
      root,
    );
  }

  const popped = () => arrive(parsePlace(location.hash));
  history.scrollRestoration = "manual";
  addEventListener("popstate", popped);
  draw();
  polling = poll(look);
}
