import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** The sandbox's payment page, as a payer meets it. */
export class HostedPage {
  readonly page: Page;
  /** Of the payment link that this page shows. */
  readonly token: string;

  constructor(page: Page) {
    this.page = page;
    this.token = new URL(page.url()).searchParams.get("token") ?? "";
    assert.notEqual(this.token, "", `no pay URL: ${page.url()}`);
  }

  press(name: string): Promise<void> {
    return this.page.getByRole("button", { name, exact: true }).click();
  }

  /** Resolves once the page's heading says so. */
  async sees(heading: string | RegExp): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: heading }).waitFor();
  }

  async paysInFull(): Promise<void> {
    await this.press("Pay in full");
    await this.sees("Payment complete");
  }

  /** The button that leads back to the shop. */
  async returns(label = "Go Back and Close"): Promise<void> {
    await this.page.getByRole("link", { name: label, exact: true }).click();
  }
}

/** A call to the sandbox's control routes. */
export async function post(url: string, body: object): Promise<void> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, await answer.text());
}
