import type { OrderHistory } from "../../../contract/contract.ts";
import { createCommandQueue } from "../data/command-queue.ts";
import type { Decision } from "../views/order-state.ts";
import { orderView } from "../views/order-view.ts";
import { toCount } from "../words/format.ts";
import { titleOf, wordsOf } from "../words/words.ts";
import type { Screen, ScreenContext } from "./screen.ts";

export function createOrderScreen(id: string, { api, draw, look, say, fail }: ScreenContext): Screen {
  let order: OrderHistory | undefined;
  let decision: Decision | undefined;
  let resent = "";
  let before = "";
  const commands = createCommandQueue({ draw, fail });

  async function load(): Promise<boolean> {
    const found = await api.order(id);
    const text = JSON.stringify(found);
    if (text === before) return false;
    const isOther = order !== undefined && order.status !== found.status;
    before = text;
    order = found;
    if (isOther) say(`This order is now: ${wordsOf(found).label}`);
    draw();
    return true;
  }

  function decide(next: Decision | undefined): void {
    decision = next;
    draw();
  }

  async function settle(): Promise<void> {
    const sent = decision;
    if (!sent) return;
    await commands.busy(async () => {
      await api.resolve(id, sent);
      say(sent.as === "paid" ? "The order is marked as paid" : "The order is closed");
      look();
    });
  }

  const sendAgain = () =>
    commands.busy(async () => {
      const { notifications } = await api.notify(id);
      resent = `${toCount(notifications, "notification is", "notifications are")} being sent again.`;
      say(resent);
      look();
    });

  return {
    title: () => (order ? titleOf(order) : "Order"),
    isLoaded: () => order !== undefined,
    load: () => commands.inTurn(load),
    view: () => orderView({ order, decision, isBusy: commands.isBusy, resent, decide, settle, sendAgain }),
  };
}
