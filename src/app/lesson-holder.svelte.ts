import { lessons, openings } from 'virtual:lessons';

import type { Lesson } from '../lesson/lesson.ts';
import type { Opening } from '../lesson/opening.ts';
import type { LessonScreen } from '../lesson/player/screen.ts';
import type { CheckScreen } from '../lesson/self-check/screen.ts';
import type { ProgressChange } from '../lesson/progress/progress.ts';
import type { NamedMoment } from '../view/bar/bar.ts';
import { Live } from './live.svelte.ts';
import type { Page } from './page.svelte.ts';
import { getReadyFor } from './session/kraft.ts';
import { LessonSession } from './session/lesson-session.ts';
import type { Machinery } from './session/machinery.ts';
import { openingShots } from './session/opening-shot.ts';
import { browser } from './session/outside.ts';
import type { Happening } from './session/session.ts';

/** A lesson on the page, from its loading on. It outlives the page's layout: presenting goes on where reading stopped. */
export class LessonHolder {
  readonly id: string;
  readonly live: Live;
  lesson: Lesson | null = $state.raw(null);
  screen: LessonScreen | null = $state.raw(null);
  check: CheckScreen | null = $state.raw(null);
  /** Why it could not be loaded, for the reader; null: it could, or it is being loaded. */
  failed: string | null = $state.raw(null);
  offScript = $state(false);
  aside: LessonSession['asideKind'] = $state.raw(null);
  private readonly page: Page;
  private session: LessonSession | null = null;
  private place: LessonSession['place'] | null = null;
  private attaching: Promise<void> | null = null;
  private ended = false;

  constructor(id: string, page: Page) {
    this.id = id;
    this.page = page;
    this.live = new Live(page.announcer);
  }

  /** The player and the run, once they are there. */
  get player(): LessonSession | null {
    return this.session;
  }

  /** Loads the lesson, and what its run gave when the site was built: enough to read and to predict. */
  async load(step: string | null): Promise<void> {
    const [loadLesson, loadOpening] = [lessons[this.id], openings[this.id]];
    if (loadLesson === undefined || loadOpening === undefined) {
      this.failed = `There is no lesson ${this.id}.`;
      return;
    }
    let lesson: Lesson;
    let opening: Opening;
    try {
      [lesson, opening] = await Promise.all([loadLesson(), loadOpening()]);
      await getReadyFor(lesson.scenario);
      if (lesson.twin !== null) await getReadyFor(lesson.twin.scenario);
    } catch {
      this.failed = 'The lesson could not be loaded. Look at the connection, then try again.';
      return;
    }
    if (this.ended) return;
    this.lesson = lesson;
    const session = this.newSession(lesson, opening, step);
    this.session = session;
    if (session.stepIndex === 0) this.live.openWith(openingShots(opening.world));
    session.open();
  }

  /** Loads the simulator, once: whoever shows the lesson asks for it when the lesson is drawn. */
  run(): void {
    if (this.session !== null && this.attaching === null) this.attaching = this.attach(this.session);
  }

  private newSession(lesson: Lesson, { plan }: Opening, step: string | null): LessonSession {
    const page = {
      outside: browser,
      tell: (happening: Happening) => this.hear(happening),
      progress: () => this.page.kept.progress,
      keep: (change: ProgressChange) => this.page.changeProgress(change),
      clock: () => Date.now(),
    };
    const isDone = this.page.kept.progress.lessons[lesson.id]?.done === true;
    return new LessonSession(lesson, plan, page, this.placeOf(lesson, step), isDone);
  }

  private async attach(session: LessonSession): Promise<void> {
    let machinery: Machinery;
    try {
      ({ machinery } = await import('./session/machinery.ts'));
    } catch {
      this.failed = 'The simulator could not be loaded. Look at the connection, then load the page again.';
      return;
    }
    if (this.ended) return;
    this.live.arm(machinery);
    await session.attach(machinery);
  }

  /** The step that was asked for, else the one where the reader left off, unless the lesson has been done. */
  private placeOf(lesson: Lesson, step: string | null): number {
    const index = (id: string | null): number => lesson.steps.findIndex((one) => one.id === id);
    if (step !== null) return Math.max(0, index(step));
    const known = this.page.kept.progress.lessons[lesson.id];
    return known === undefined || known.done || known.hash !== lesson.hash ? 0 : Math.max(0, index(known.step));
  }

  /** Goes to a step by its id, if it has been begun; the address says which. */
  goTo(step: string): void {
    const index = this.lesson?.steps.findIndex((one) => one.id === step) ?? -1;
    if (index >= 0 && index !== this.session?.stepIndex) this.session?.send({ type: 'goTo', step: index });
  }

  private hear(happening: Happening): void {
    const { session } = this;
    if (session === null) return;
    const { place } = session;
    if (place[0] !== this.place?.[0] || place[1] !== this.place?.[1]) {
      this.place = place;
      this.screen = session.screen;
      this.check = session.checkScreen;
    }
    this.offScript = session.isOffScript;
    this.aside = session.asideKind;
    if (session.shown === null) return;
    this.live.watch(session.shown, this.moments(session));
    this.live.hear(happening);
  }

  /** The lesson's own names for instants of this step and those before. */
  private moments(session: LessonSession): readonly NamedMoment[] {
    if (session.shown !== session.main) return [];
    return session.plan.steps
      .slice(0, session.stepIndex + 1)
      .flatMap((step) => step.moments.map(({ name, at }) => ({ name, at, fault: false })));
  }

  end(): void {
    this.ended = true;
    this.session?.end();
  }
}
