import { payInEngine } from "./payment-path.ts";
import { webkit } from "./webkit.ts";

payInEngine(webkit);
