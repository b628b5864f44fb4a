import { lessons } from 'virtual:lessons';

import type { Lesson } from '../lesson/lesson.ts';
import { planWithSoundSeed } from '../lesson/plan/plan-lesson.ts';
import type { LessonScreen } from '../lesson/player/screen.ts';
import type { CheckScreen } from '../lesson/self-check/screen.ts';
import type { NamedMoment } from '../view/bar/bar.ts';
import { Live } from './live.svelte.ts';
import type { Page } from './page.svelte.ts';
import { inSlices } from './session/in-slices.ts';
import { LessonSession } from './session/lesson-session.ts';
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

  /** Loads the lesson, plays it once out of sight to know its answers, and opens it. */
  async load(step: string | null): Promise<void> {
    const loader = lessons[this.id];
    if (loader === undefined) {
      this.failed = `There is no lesson ${this.id}.`;
      return;
    }
    let lesson: Lesson;
    try {
      lesson = await loader();
    } catch {
      this.failed = 'The lesson could not be loaded. Look at the connection, then try again.';
      return;
    }
    if (this.ended) return;
    this.lesson = lesson;
    const plan = await inSlices(planWithSoundSeed(lesson, lesson.scenario.seed), browser);
    if (this.ended) return;
    const session = new LessonSession(
      lesson,
      plan,
      {
        outside: browser,
        tell: (happening) => this.hear(happening),
        progress: () => this.page.kept.progress,
        keep: (change) => this.page.changeProgress(change),
        clock: () => Date.now(),
      },
      this.placeOf(lesson, step),
    );
    this.session = session;
    session.main.glides = this.page.motion === 'full';
    await session.open();
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
    this.live.watch(session.shown, this.moments(session));
    this.live.hear(happening);
  }

  /** The lesson's own names for instants of this step and those before. */
  private moments(session: LessonSession): readonly NamedMoment[] {
    if (session.shown !== session.main) return [];
    return session.plan.steps.slice(0, session.stepIndex + 1).flatMap((step) => step.moments.map(({ name, at }) => ({ name, at, fault: false })));
  }

  end(): void {
    this.ended = true;
    this.session?.end();
  }
}
