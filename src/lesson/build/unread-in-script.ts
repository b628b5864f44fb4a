import { allRead, unreadInItem, type Unread } from '../../scenario/unread.ts';
import type { Path } from '../../scenario/yaml-document.ts';

/** Keys of a step that a step cannot be without: it is left out, with everything that it does. */
const NEEDED: readonly unknown[] = ['id', 'prose', 'waits for', 'within'];

/** What a mistake at a place of a script has left out. */
export function unreadInScript(path: Path): Unread {
  const at = path.indexOf('do');
  if (at >= 0) return unreadInItem(path.slice(at));
  const [list, , key] = path;
  const isLost = (list === 'steps' || list === 'self-check') && (key === undefined || NEEDED.includes(key));
  return isLost ? { ...allRead, topics: true, clients: true, settings: true } : allRead;
}
