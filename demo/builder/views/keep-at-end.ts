/** How far from its end somebody may be and still want to see what is added. */
const NEAR_PX = 60;

/** Keeps a scrolled box at its end through a change, unless somebody has scrolled up. Call the answer after the change. */
export function keepAtEnd(before: Element | null): () => void {
  const isAtEnd = !before || before.scrollHeight - before.scrollTop - before.clientHeight < NEAR_PX;
  return () => {
    const box = document.querySelector("[data-trace]");
    if (box && isAtEnd) box.scrollTop = box.scrollHeight;
  };
}
