import { z } from "zod";
import { CheckoutSchema, StatusSchema } from "./checkout.ts";
import { PriceSourceSchema, ReferenceSourceSchema } from "./values.ts";

/** What is sent to the merchant's own system at each change of status, amounts or reason: a Standard Webhook's body. */
export const NotificationSchema = z.object({
  type: z.templateLiteral(["checkout.", StatusSchema]),
  timestamp: z.iso.datetime(),
  data: z.object({
    checkout: CheckoutSchema,
    previousStatus: StatusSchema,
    reference: z.string().nullable(),
    referenceSource: ReferenceSourceSchema.nullable(),
    product: z.string().nullable(),
    quantity: z.int().nullable(),
    priceSource: PriceSourceSchema,
    requestIds: z.array(z.string()),
    txHashes: z.array(z.string()),
  }),
});
export type Notification = z.infer<typeof NotificationSchema>;
