/**
 * The word among `words` that someone who wrote `text` may have meant; null when none is near.
 * Case counts for nothing, and about one slip in three letters is forgiven. Ties go to the first.
 */
export function nearest(text: string, words: readonly string[]): string | null {
  const wanted = text.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.trunc(wanted.length / 3)) + 1;
  for (const word of words) {
    if (Math.abs(word.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, word.toLowerCase());
    if (distance < bestDistance) {
      best = word;
      bestDistance = distance;
    }
  }
  return best;
}

/** How many letters must be inserted, deleted, replaced or swapped with their neighbour (Damerau, restricted). */
function editDistance(a: string, b: string): number {
  let previous: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a.charAt(i - 1) === b.charAt(j - 1);
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1)) {
        least = Math.min(least, (previous[j - 2] ?? 0) + 1);
      }
      next.push(least);
    }
    previous = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** `; did you mean highWatermark?`, or nothing. */
export function didYouMean(text: string, words: readonly string[]): string {
  const word = nearest(text, words);
  return word === null ? '' : `; did you mean ${word}?`;
}
