import type { Labels } from "../labels.ts";

/** German. */
export const LABELS: Labels = {
  pay: "Bezahlen",
  amount: "{amount} {symbol} auf {network}",
  amount_label: "Betrag in {symbol}",
  amount_range: "Bitte geben Sie einen Betrag von {min} bis {max} ein.",
  amount_missing: "Bitte geben Sie einen Betrag ein.",
  preparing: "Ihre Zahlung wird vorbereitet …",
  leaving: "Sie werden zur Zahlungsseite weitergeleitet …",
  open: "Zur Zahlungsseite",
  blocked: "Ihr Browser hat die Zahlungsseite nicht geöffnet. Hier öffnen",
  again: "Noch einmal kaufen",
  retry: "Erneut versuchen",
  price_changed: "Der Preis beträgt jetzt {amount}. Drücken Sie noch einmal, um ihn zu bezahlen.",
  error: "Das hat nicht geklappt. Es wurde nichts abgebucht. Bitte versuchen Sie es noch einmal.",
  broken: "Diese Zahlung ist zurzeit nicht möglich. Bitte wenden Sie sich an den Shop.",
  offline:
    "Das hat nicht geklappt. Es wurde nichts abgebucht. Bitte versuchen Sie es noch einmal, oder laden Sie die Seite neu.",
  used: "Das ist schon bezahlt, oder jemand bezahlt es gerade.",
  loading: "Ihre Zahlung wird gesucht …",
  unknown: "Diese Zahlung ist nicht zu finden. Falls Sie bezahlt haben, liegt sie dem Shop vor.",
  pending: "Wir warten auf Ihre Zahlung.",
  processing: "Ihre Zahlung ist unterwegs.",
  partially_paid: "{paid} erhalten. Noch zu zahlen: {rest}.",
  paid: "Bezahlt. {paid} am {date} erhalten.",
  review: "Wir haben eine Zahlung erhalten und prüfen sie. Der Shop meldet sich bei Ihnen.",
  failed: "Die Zahlung ist nicht zustande gekommen. Sie können es noch einmal versuchen.",
  wallet_rejected:
    "Diese Wallet kann für diese Zahlung nicht verwendet werden. Bitte versuchen Sie es mit einer anderen Wallet.",
  expired: "Die Zeit zum Bezahlen ist abgelaufen. Sie können neu beginnen.",
  refunded: "Erstattet. Sie haben {refunded} zurückerhalten.",
  qr: "Auf dem Handy fortfahren",
  qr_hint: "Scannen Sie diesen Code mit Ihrem Handy, um dort zu bezahlen.",
  qr_failed: "Der Code kann gerade nicht angezeigt werden. Bitte nehmen Sie den Link.",
};
