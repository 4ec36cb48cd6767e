import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import type { CheckoutPaidEvent } from "request-checkout/angular";
import "request-checkout/angular";

@Component({
  selector: "app-root",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    @if (!isBuying()) {
      <a href="/buy" (click)="buy($event)">Buy</a>
    } @else {
      <request-checkout
        client-id="cli_sandbox"
        [attr.server]="server"
        [apiUrl]="apiUrl"
        product="sticker"
        (checkout-paid)="handlePaid($event)"
      >Buy a sticker</request-checkout>
      <p>heard: {{ heard() }}</p>
    }
  `,
})
class App {
  readonly server = "__COMPANION__";
  readonly apiUrl = "__SANDBOX__";
  readonly heard = signal("");
  readonly isBuying = signal(location.pathname === "/buy");

  buy(event: Event): void {
    event.preventDefault();
    history.pushState(null, "", "/buy");
    this.isBuying.set(true);
  }

  handlePaid({ checkout }: CheckoutPaidEvent): void {
    this.heard.set(`${checkout.amountPaid} ${checkout.currency}`);
  }
}

bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
