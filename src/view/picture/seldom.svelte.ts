/** Text that is heard and not seen is written anew only so often, in milliseconds: nobody hears sixty sentences a second. */
const PAUSE = 500;

/** An attachment that keeps an element's text: at once, and while it goes on changing, after each pause. */
export function seldom(text: () => string): (element: HTMLElement) => () => void {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let wanted = '';
    const write = (): void => {
      timer = setTimeout(() => {
        timer = null;
        if (element.textContent !== wanted) write();
      }, PAUSE);
      element.textContent = wanted;
    };
    $effect(() => {
      wanted = text();
      if (timer === null && element.textContent !== wanted) write();
    });
    return () => {
      if (timer !== null) clearTimeout(timer);
    };
  };
}
