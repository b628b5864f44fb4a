import { changeProgress, noProgress, type ProgressChange } from '../lesson/progress/progress.ts';
import type { Motion } from '../view/picture/picture.ts';
import type { Complaint, Settings } from '../view/settings/settings.ts';
import type { Notice, SaidNotice } from '../view/shell/notice.ts';
import { createAnnouncer, type Announcer } from './announcer.ts';
import { textOf } from './files.ts';
import { routeOf, type Route } from './routes.ts';
import { KEPT_KEY, keptFromText, keptToText, type Kept } from './stored.ts';
import { storedText } from './storage.ts';

/** So much of what the page has said is kept. */
export const MOST_SAID = 50;

/** What the page as a whole knows: where one is, what is kept of the reader, what it has to say. */
export class Page {
  route: Route = $state.raw(routeOf(location.hash));
  kept: Kept = $state.raw(keptFromText(null).kept);
  notices: readonly Notice[] = $state.raw([]);
  /** What the page has said in this visit, the latest last. */
  said: readonly SaidNotice[] = $state.raw([]);
  dialog: 'settings' | 'help' | 'notices' | null = $state(null);
  /** What the live region holds. */
  spoken = $state('');
  /** Does the system ask for less motion? */
  private lessMotion = $state(false);

  readonly announcer: Announcer = createAnnouncer({
    show: (text) => {
      this.spoken = text;
    },
    after: (milliseconds, then) => {
      setTimeout(then, milliseconds);
    },
    verbosity: () => this.kept.settings.announce,
    keep: (text) => this.keepSaid(text, []),
  });
  private readonly store = storedText(KEPT_KEY);
  private readonly acts = new Map<number, () => void>();
  private nextNotice = 1;
  private toldUnkept = false;

  /** Listens to the browser. @returns stops it */
  listen(): () => void {
    const read = keptFromText(this.store.read());
    this.kept = read.kept;
    if (read.complaints.length > 0)
      this.notify('Some of what was kept could not be read.', { details: read.complaints.map(sayComplaint) });
    const less = matchMedia('(prefers-reduced-motion: reduce)');
    this.lessMotion = less.matches;
    const ended = new AbortController();
    const { signal } = ended;
    less.addEventListener('change', () => (this.lessMotion = less.matches), { signal });
    window.addEventListener('hashchange', () => this.follow(), { signal });
    // Another tab has kept something: what was done there counts here too.
    window.addEventListener('storage', (event) => this.readAgain(event), { signal });
    return () => {
      ended.abort();
    };
  }

  private moved = false;

  private follow(): void {
    this.moved = true;
    this.route = routeOf(location.hash);
    this.announcer.hush();
    // What can be taken back was done elsewhere.
    for (const { id, stays } of this.notices) if (!stays) this.dismiss(id);
  }

  private readAgain(event: StorageEvent): void {
    if (event.key === KEPT_KEY || event.key === null) this.kept = keptFromText(this.store.read()).kept;
  }

  /** For the main part of each page: after a change of place the focus is there, so that it is read from its beginning. */
  readonly arrive = (element: HTMLElement): void => {
    if (this.moved) element.focus({ preventScroll: true });
    this.moved = false;
  };

  get keeps(): boolean {
    return this.store.works;
  }

  get motion(): Motion {
    const { motion } = this.kept.settings;
    if (motion !== 'auto') return motion;
    return this.lessMotion ? 'reduced' : 'full';
  }

  setSettings(settings: Settings): void {
    this.keep({ ...this.kept, settings });
  }

  /** Who has begun needs no first look at the picture any more. */
  introduced(): void {
    if (!this.kept.settings.introduced) this.setSettings({ ...this.kept.settings, introduced: true });
  }

  changeProgress(change: ProgressChange): void {
    const progress = changeProgress(this.kept.progress, change);
    if (progress !== this.kept.progress) this.keep({ ...this.kept, progress });
  }

  private keep(kept: Kept): void {
    this.kept = kept;
    if (this.store.write(keptToText(kept)) || this.toldUnkept) return;
    this.toldUnkept = true;
    this.notify(
      'This browser keeps nothing for the page: what you do is forgotten when you close it. Settings can export it to a file.',
      { stays: true },
    );
  }

  /** Forgets all progress; for a while it can be taken back. */
  clearProgress(): void {
    const before = this.kept.progress;
    this.keep({ ...this.kept, progress: noProgress });
    this.notify('Your progress is cleared.', {
      action: 'Undo',
      act: () => this.keep({ ...this.kept, progress: before }),
    });
  }

  /** Progress from a file that the reader chose: its lessons take the place of those here, and what cannot be read is told. */
  async importProgress(file: Blob): Promise<void> {
    const chosen = await textOf(file);
    if ('problem' in chosen) return this.notify('Nothing could be imported.', { details: [chosen.problem] });
    const read = keptFromText(chosen.text);
    const count = Object.keys(read.kept.progress.lessons).length;
    if (count > 0) this.changeProgress({ type: 'imported', progress: read.kept.progress });
    this.notify(
      count === 0 ? 'Nothing could be imported.' : `Imported: ${count} ${count === 1 ? 'lesson' : 'lessons'}.`,
      {
        details: read.complaints.map(sayComplaint),
      },
    );
  }

  /** Says something besides, in place of what was said before, unless that is to stay: what has details, or says so. */
  notify(text: string, more: NoticeDetails = {}): void {
    const id = this.nextNotice++;
    const { details = [], action = null, stays = details.length > 0 } = more;
    const others = this.notices.filter((notice) => notice.stays || stays).slice(-2);
    for (const { id: old } of this.notices) if (!others.some((one) => one.id === old)) this.acts.delete(old);
    this.notices = [...others, { id, text, details, action, stays }];
    if (more.act !== undefined) this.acts.set(id, more.act);
    this.announcer.say(text, 'shown');
    this.keepSaid(text, details);
  }

  /** Of what is said nothing is lost when it leaves the page: the last of it can be read again. */
  private keepSaid(text: string, details: readonly string[]): void {
    const id = (this.said.at(-1)?.id ?? 0) + 1;
    this.said = [...this.said, { id, time: new Date().toLocaleTimeString('en-GB'), text, details }].slice(-MOST_SAID);
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.acts.delete(id);
  }

  act(id: number): void {
    const act = this.acts.get(id);
    this.dismiss(id);
    act?.();
  }
}

interface NoticeDetails {
  readonly details?: readonly string[];
  readonly action?: string;
  readonly act?: () => void;
  /** It has gone wrong: it stays until it is dismissed. */
  readonly stays?: boolean;
}

/** A complaint as a sentence. */
export function sayComplaint({ place, reason, remedy }: Complaint): string {
  return [place, reason, remedy].filter((part) => part !== '').join('; ');
}
