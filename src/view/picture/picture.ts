/** How much moves: everything; nothing travels but things fade in; nothing but before and after. */
export type Motion = 'full' | 'reduced' | 'step';

/** A place as a value of the transform attribute. */
export function moved({ x, y }: { readonly x: number; readonly y: number }): string {
  return `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})`;
}
