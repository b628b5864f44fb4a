/* eslint-disable baseline-js/use-baseline -- where a browser does not let the page fill the screen, the reader is told of its own key */
/** Fills the screen, or leaves it. @returns false: the browser does not let the page */
export async function toggleFullScreen(): Promise<boolean> {
  try {
    if (document.fullscreenElement === null) await document.documentElement.requestFullscreen();
    else await document.exitFullscreen();
    return true;
  } catch {
    return false;
  }
}

/** What was clicked on the stage gives the focus back: a clicker's Space must not press the button again. */
export function letGo({ button }: PointerEvent): void {
  if (button !== 0) return;
  requestAnimationFrame(() => {
    const has = document.activeElement;
    if (has instanceof HTMLElement || has instanceof SVGElement)
      if (has.closest('main.screen') !== null && has.closest('select, [role="menu"]') === null) has.blur();
  });
}
