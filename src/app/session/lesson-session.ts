import { present } from '../../lib/assert.ts';
import type { Lesson } from '../../lesson/lesson.ts';
import type { Instant, Plan, PlannedStep } from '../../lesson/plan/plan.ts';
import type { PlayerEvent } from '../../lesson/player/machine.ts';
import { movePlayer, newPlayer, picksOf, type Player, type PlayerCommand } from '../../lesson/player/player.ts';
import { screenOf, type LessonScreen } from '../../lesson/player/screen.ts';
import { checkScreenOf, type CheckScreen } from '../../lesson/self-check/screen.ts';
import { answerItem, newSelfCheck, nextItem, retryWrong, type SelfCheck } from '../../lesson/self-check/self-check.ts';
import type { PlannedIntervention } from '../../timeline/engine.ts';
import { keepPicks } from './picked-answer.ts';
import type { Machinery } from './machinery.ts';
import type { LessonOutside } from './lesson-outside.ts';
import type { Session } from './session.ts';
import { isWaiting, limitOf } from './step-limit.ts';

/** A run beside the lesson's own: the step with one thing changed, or on the other cluster, or an item of the self-check. */
interface Aside {
  readonly kind: 'change' | 'twin' | 'check';
  readonly session: Session;
}

/**
 * A lesson in someone's hands: the player's place in it, and the run that belongs to it. The player decides what may be seen;
 * the session shows it.
 */
export class LessonSession {
  readonly lesson: Lesson;
  readonly plan: Plan;
  private mainSession: Session | null = null;
  private machinery: Machinery | null = null;
  private readonly page: LessonOutside;
  private player: Player;
  private check: SelfCheck | null = null;
  private aside: Aside | null = null;

  /** @param isDone the lesson has been gone through before: every step can be gone to */
  constructor(lesson: Lesson, plan: Plan, page: LessonOutside, step = 0, isDone = false) {
    this.lesson = lesson;
    this.plan = plan;
    this.page = page;
    this.player = newPlayer(lesson.steps.map(picksOf), step, isDone ? lesson.steps.length - 1 : step);
  }

  /** The simulator has arrived: what the reader has begun meanwhile goes on. */
  async attach(machinery: Machinery): Promise<void> {
    this.machinery = machinery;
    this.mainSession = this.newSession(this.plan.steps.at(-1)?.interventions ?? []);
    if (this.player.value === 'running') this.startRun();
    else await this.showStep();
  }

  private newSession(interventions: readonly PlannedIntervention[], scenario = this.lesson.scenario): Session {
    const options = { scenario, seed: this.plan.seed, interventions };
    const { newSession } = present(this.machinery, 'a run needs the simulator');
    const session = newSession(options, this.page.outside, (happening) => {
      if (happening.kind === 'limit') this.arrive(session);
      this.page.tell(happening);
    });
    return session;
  }

  /** The lesson's own run; null until the simulator has arrived. */
  get main(): Session | null {
    return this.mainSession;
  }

  /** The run that is shown. */
  get shown(): Session | null {
    return this.aside?.session ?? this.main;
  }

  /** What the shown run is, when it is not the lesson's own. */
  get asideKind(): Aside['kind'] | null {
    return this.aside?.kind ?? null;
  }

  /** Has the reader left what the lesson planned? */
  get isOffScript(): boolean {
    return this.aside === null && this.main !== null && !this.main.run.isOriginal;
  }

  get phase(): Player['value'] {
    return this.player.value;
  }

  get stepIndex(): number {
    return this.player.context.step;
  }

  get step(): PlannedStep {
    return present(this.plan.steps[this.player.context.step], 'a player stands at a step of its lesson');
  }

  /** Other objects whenever the screens would be others. */
  get place(): readonly [Player, SelfCheck | null] {
    return [this.player, this.check];
  }

  get screen(): LessonScreen {
    return screenOf(this.lesson, this.plan, this.player);
  }

  get checkScreen(): CheckScreen | null {
    return this.check === null ? null : checkScreenOf(this.lesson, this.plan, this.check);
  }

  /** The lesson is before the reader. */
  open(): void {
    this.page.keep({ type: 'opened', lesson: this.lesson.id, hash: this.lesson.hash });
    this.page.keep({ type: 'began', lesson: this.lesson.id, step: this.step.id });
    this.page.tell({ kind: 'moved' });
  }

  /** One move of the player. Moves that have no place now do nothing. */
  send(event: PlayerEvent): void {
    const before = this.player;
    const move = movePlayer(this.player, event);
    if (!move.changed) return;
    this.player = move.player;
    for (const command of move.commands) this.carryOut(command, before);
    if (this.isWaiting) this.limitByPhase();
    if (this.player.value === 'checking' && this.check === null) {
      this.leaveAside();
      this.check = newSelfCheck(this.lesson.selfCheck.length);
    }
    // Whatever entry has been looked at meanwhile, what comes now is said of the end of the step.
    if ((event.type === 'explain' || this.player.value === 'checking') && !this.isOffScript) void this.toLimit();
    this.page.tell({ kind: 'moved' });
  }

  private carryOut(command: PlayerCommand, before: Player): void {
    switch (command) {
      case 'enterStep':
        void this.enterStep();
        return;
      case 'startRun':
        return this.startRun();
      case 'keepAnswer':
        return keepPicks(this.page, this, this.step.question, before.context);
      case 'keepDone':
        return this.page.keep({ type: 'finished', lesson: this.lesson.id });
    }
  }

  /** The cluster as it is when the step begins, whatever has been tried meanwhile. */
  private async enterStep(): Promise<void> {
    this.check = null;
    this.page.keep({ type: 'began', lesson: this.lesson.id, step: this.step.id });
    await this.showStep();
  }

  private async showStep(): Promise<void> {
    const main = this.toScript();
    if (main === null) return;
    this.limitByPhase();
    await main.goTo(this.step.start);
  }

  /** Stands at a step, begun before or not: a presenter comes back from there. */
  async standAt(step: number): Promise<void> {
    if (step === this.stepIndex) return this.backToScript();
    const furthest = Math.max(step, this.player.context.furthest);
    this.player = newPlayer(this.lesson.steps.map(picksOf), step, furthest);
    this.page.tell({ kind: 'moved' });
    await this.enterStep();
  }

  /** Leaves whatever has been tried beside the lesson. */
  private toScript(): Session | null {
    this.leaveAside();
    const { main } = this;
    if (main !== null && !main.run.isOriginal) main.switchTo(0);
    return main;
  }

  /** Does the step wait to be run? */
  get isWaiting(): boolean {
    return isWaiting(this.player);
  }

  private startRun(): void {
    const main = this.toScript();
    if (main === null) return;
    this.limitByPhase();
    void main.goTo(this.step.start).then((arrived) => {
      if (arrived) main.play();
    });
  }

  /** The run has come to the end of the step. */
  private arrive(session: Session): void {
    const isThere =
      session === this.main && session.run.isOriginal && session.run.timeline.present.step >= this.step.end.step;
    if (isThere) this.send({ type: 'reached' });
  }

  /** To the end of what may be seen, at once. */
  async skipToLimit(): Promise<void> {
    const { shown } = this;
    if (shown?.limit == null || !(await shown.goTo(shown.limit.mark))) return;
    this.arrive(shown);
  }

  /** Back to the end of what may be seen, after an entry before it has been looked at. */
  async toLimit(): Promise<void> {
    const { shown } = this;
    if (shown?.limit != null) await shown.goTo(shown.limit.mark);
  }

  /** What may be seen now, by where the player stands. */
  private limitByPhase(): void {
    this.main?.setLimit(limitOf(this.player, this.step));
  }

  /** Back to what the lesson planned: the cluster as the step begins, or as it ends when it has run. */
  async backToScript(): Promise<void> {
    const main = this.toScript();
    this.limitByPhase();
    if (this.player.value === 'running') return this.startRun();
    await main?.goTo(this.isWaiting ? this.step.start : this.step.end);
  }

  /** The step once more, with its one thing changed. */
  async showChange(): Promise<void> {
    const { start, change } = this.step;
    if (change === null || this.machinery === null) return;
    await this.playBeside('change', this.newSession(change.interventions), start, change.end);
  }

  /** The step as it goes on the lesson's other cluster. @param index which step */
  async showTwin(index = this.stepIndex): Promise<void> {
    const { twin } = this.lesson;
    const planned = this.plan.steps[index]?.twin;
    if (twin === null || planned == null || this.machinery === null) return;
    await this.playBeside('twin', this.newSession(planned.interventions, twin.scenario), planned.start, planned.end);
  }

  private async playBeside(kind: Aside['kind'], session: Session, from: Instant, to: Instant): Promise<void> {
    this.leaveAside();
    this.aside = { kind, session };
    session.setLimit({ mark: to, reason: kind === 'twin' ? 'The step ends here.' : 'The changed run ends here.' });
    if (await session.goTo(from)) session.play();
  }

  /** Back from a run beside the lesson's own. */
  leaveAside(): void {
    this.aside?.session.end();
    this.aside = null;
    this.main?.pause();
  }

  // The self-check.

  /** A try at the present item. */
  async answer(option: number): Promise<void> {
    const { check } = this;
    if (check === null) return;
    const { item } = check.context;
    const planned = this.plan.checks[item];
    const question = planned?.question;
    if (planned === undefined || question == null) return;
    this.check = answerItem(check, question, option);
    if (this.check === check) return;
    keepPicks(this.page, this, question, { picks: [option], confidence: null });
    this.page.tell({ kind: 'moved' });
    if ((this.check.value !== 'right' && this.check.value !== 'explained') || this.machinery === null) return;
    // Its run is there to be looked at, once it has been answered.
    const session = this.newSession(planned.interventions);
    session.setLimit({ mark: planned.end, reason: 'The run of this item ends here.' });
    this.leaveAside();
    this.aside = { kind: 'check', session };
    await session.goTo(planned.end);
  }

  nextItem(): void {
    if (this.check === null) return;
    this.check = nextItem(this.check);
    this.leaveAside();
    void this.toLimit();
    this.page.tell({ kind: 'moved' });
  }

  retryWrong(): void {
    if (this.check === null) return;
    this.check = retryWrong(this.check);
    this.page.tell({ kind: 'moved' });
  }

  finish(): void {
    this.send({ type: 'checked' });
  }

  /** Stops for good. */
  end(): void {
    this.aside?.session.end();
    this.main?.end();
  }
}
