import type { Product } from "../../../server/contract/contract.ts";

/** What the builder must know of the demo it runs in. `GET /builder/setting.json` */
export interface Setting {
  companion: string;
  sandbox: string;
  /** Whose pages may hold the element. */
  allowedOrigins: string[];
  clientId: string;
  apiKey: string;
  payee: string;
  webhookSecret: string;
  offerSecret: string;
  /** Of the package: it names the script's unchanging path. */
  version: string;
  /** Of the script as it is built: what `integrity` says. */
  integrity: string;
  products: Product[];
}

/** @throws {Error} */
export async function loadSetting(): Promise<Setting> {
  const answer = await fetch("/builder/setting.json");
  if (!answer.ok) throw new Error(`setting.json answered ${answer.status}`);
  return answer.json() as Promise<Setting>;
}
