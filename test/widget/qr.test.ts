import "../../widget/index.ts";
import "jsqr/dist/jsQR.js";
import { equal, ok } from "../helpers/widget-assert.ts";
import { cleanUp, mount, type PayButton, until, World } from "../helpers/widget-harness.ts";

declare const jsQR: typeof import("jsqr").default;
const ID = "0d3c7c3e-5c3b-4f8e-9d55-0a1b2c3d4e5f";
const OPEN = "Continue on your phone";
const urlOf = (token: string) => `https://pay.request.network/?token=${token}`;

async function pending(world: World, token: string): Promise<PayButton> {
  await world.change(ID, { status: "pending", securePaymentUrl: urlOf(token) });
  const button = await mount({ server: world.companion, "checkout-id": ID });
  await until(() => button.link, "the link");
  return button;
}

function codeIn({ element }: PayButton): SVGSVGElement | null | undefined {
  return element.shadowRoot?.querySelector("svg");
}

/** What somebody else's reader sees in what the browser has drawn. */
async function read(button: PayButton): Promise<string | undefined> {
  const code = codeIn(button);
  if (!code) throw new Error("there is no code");
  const { width, height } = code.getBoundingClientRect();
  const copy = code.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("width", `${width * 2}`);
  copy.setAttribute("height", `${height * 2}`);
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context?.drawImage(image, 0, 0);
  const pixels = context?.getImageData(0, 0, canvas.width, canvas.height);
  return pixels && jsQR(pixels.data, pixels.width, pixels.height)?.data;
}

describe("the QR code of an open payment", () => {
  afterEach(cleanUp);

  it("is drawn when it is asked for, and leads where the link leads", async () => {
    const button = await pending(await World.open(), "A1b2-".repeat(13));
    const loaded = () =>
      performance.getEntriesByType("resource").some(({ name }) => name.includes("/widget/qr/"));
    equal([codeIn(button), loaded()], [null, false]);

    button.press(OPEN);
    await until(() => codeIn(button), "the code");

    equal(button.button(OPEN).getAttribute("aria-expanded"), "true");
    equal(await read(button), button.link?.href);
  });

  it("is named by the line beside it", async () => {
    const button = await pending(await World.open(), "t");
    button.press(OPEN);
    await until(() => codeIn(button), "the code");

    const label = codeIn(button)?.getAttribute("aria-labelledby") ?? "";
    equal(codeIn(button)?.getAttribute("role"), "img");
    equal(
      button.element.shadowRoot?.getElementById(label)?.textContent,
      "Scan this code with your phone to pay there.",
    );
  });

  it("goes away with a second press, and with the payment", async () => {
    const world = await World.open();
    const button = await pending(world, "t");
    button.press(OPEN);
    await until(() => codeIn(button), "the code");
    button.press(OPEN);
    await button.element.updateComplete;
    equal([codeIn(button), button.button(OPEN).getAttribute("aria-expanded")], [null, "false"]);

    button.press(OPEN);
    await until(() => codeIn(button), "the code again");
    await world.change(ID, { status: "paid", amountPaid: "10", securePaymentUrl: null });
    await until(() => button.checkout?.status === "paid", "paid");
    await button.element.updateComplete;

    equal(codeIn(button), null);
    ok(!button.buttons.includes(OPEN), "no button for it");
  });

  it("follows the link to another one", async () => {
    const world = await World.open();
    const button = await pending(world, "first");
    button.press(OPEN);
    await until(() => codeIn(button), "the code");

    await world.change(ID, { securePaymentUrl: urlOf("second") });
    await until(() => button.link?.href === urlOf("second"), "the other link");

    equal(await read(button), urlOf("second"));
  });

  it("says so where a link is too long for it", async () => {
    const button = await pending(await World.open(), "x".repeat(200));

    button.press(OPEN);
    const said = () => button.element.shadowRoot?.querySelector("[aria-live]")?.textContent;
    await until(said, "it says so");

    equal(said(), "The code can't be shown at the moment. Please use the link.");
    equal(codeIn(button), null);
  });
});
