/*
 * One-shot watches, sorted by path, kind and session: those a server keeps (org.apache.zookeeper.server.watch.WatchManager) and
 * those a client remembers (ZKWatchManager).
 */
interface Watch {
  readonly path: string;
  readonly kind: string;
  readonly session: number;
}

function before(a: Watch, path: string, kind: string, session: number): boolean {
  if (a.path !== path) return a.path < path;
  if (a.kind !== kind) return a.kind < kind;
  return a.session < session;
}

function lowerBound(watches: readonly Watch[], path: string, kind: string, session: number): number {
  let low = 0;
  let high = watches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(watches[middle] as Watch, path, kind, session)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The list with this watch; the same list when the session already watches the path so. */
export function withWatch<W extends Watch>(watches: readonly W[], watch: W): readonly W[] {
  const at = lowerBound(watches, watch.path, watch.kind, watch.session);
  const there = watches[at];
  if (there !== undefined && there.path === watch.path && there.kind === watch.kind && there.session === watch.session)
    return watches;
  const next = watches.slice();
  next.splice(at, 0, watch);
  return next;
}

/** Takes the watches of a path out of the list: those that fire, by session, and the list without them. */
export function takeWatches<W extends Watch>(
  watches: readonly W[],
  path: string,
  kind: W['kind'],
): { readonly fired: readonly W[]; readonly left: readonly W[] } {
  const from = lowerBound(watches, path, kind, -1);
  let to = from;
  while (watches[to]?.path === path && watches[to]?.kind === kind) to += 1;
  if (to === from) return { fired: [], left: watches };
  return { fired: watches.slice(from, to), left: [...watches.slice(0, from), ...watches.slice(to)] };
}

/** The list without the watches of a session. */
export function withoutSession<W extends Watch>(watches: readonly W[], session: number): readonly W[] {
  return watches.some((watch) => watch.session === session)
    ? watches.filter((watch) => watch.session !== session)
    : watches;
}
