import { present } from '../../lib/assert.ts';
import type { Lesson } from '../../lesson/lesson.ts';
import type { Plan, PlannedStep } from '../../lesson/plan/plan.ts';
import type { PlayerEvent } from '../../lesson/player/machine.ts';
import { movePlayer, newPlayer, whyNotRun, type Player, type PlayerCommand } from '../../lesson/player/player.ts';
import { screenOf, type LessonScreen } from '../../lesson/player/screen.ts';
import type { Answer } from '../../lesson/progress/progress.ts';
import { checkScreenOf, type CheckScreen } from '../../lesson/self-check/screen.ts';
import { answerItem, newSelfCheck, nextItem, retryWrong, type SelfCheck } from '../../lesson/self-check/self-check.ts';
import type { PlannedIntervention } from '../../timeline/engine.ts';
import { answerOf, type PickedOption } from './picked-answer.ts';
import type { Machinery } from './machinery.ts';
import type { LessonOutside } from './lesson-outside.ts';
import type { Session } from './session.ts';

/** A run beside the lesson's own: the step with one thing changed, or an item of the self-check. */
interface Aside {
  readonly kind: 'change' | 'check';
  readonly id: string;
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

  constructor(lesson: Lesson, plan: Plan, page: LessonOutside, step = 0) {
    this.lesson = lesson;
    this.plan = plan;
    this.page = page;
    this.player = newPlayer(
      lesson.steps.map(({ question }) => question !== null),
      step,
    );
  }

  /** The simulator has arrived: what the reader has begun meanwhile goes on. */
  async attach(machinery: Machinery): Promise<void> {
    this.machinery = machinery;
    this.mainSession = this.newSession(this.plan.steps.at(-1)?.interventions ?? []);
    if (this.player.value === 'running') this.startRun();
    else await this.showStep();
  }

  private newSession(interventions: readonly PlannedIntervention[]): Session {
    const { scenario } = this.lesson;
    const options = { scenario, seed: this.plan.seed, interventions };
    const session = present(this.machinery, 'a run needs the simulator').newSession(
      options,
      this.page.outside,
      (happening) => {
        if (happening.kind === 'limit') this.arrive(session);
        this.page.tell(happening);
      },
    );
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
    if (this.isWaiting) this.holdAtStart();
    if (this.player.value === 'checking' && this.check === null)
      this.check = newSelfCheck(this.lesson.selfCheck.length);
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
        return this.keepPrediction(before);
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
    this.holdAtStart();
    await main.goTo(this.step.start);
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
    return this.player.value === 'reading' || this.player.value === 'predicting';
  }

  private holdAtStart(): void {
    this.main?.setLimit({ mark: this.step.start, reason: whyNotRun(this.player) ?? 'Press Run to begin the step.' });
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

  /** What may be seen now, by where the player stands. */
  private limitByPhase(): void {
    if (this.isWaiting) this.holdAtStart();
    else
      this.main?.setLimit({
        mark: this.step.end,
        reason: 'The step ends here. Go on to the next one, or change something.',
      });
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
    const { step } = this;
    if (step.change === null || this.machinery === null) return;
    const { interventions, end } = step.change;
    this.leaveAside();
    const session = this.newSession(interventions);
    this.aside = { kind: 'change', id: step.id, session };
    session.setLimit({ mark: end, reason: 'The changed run ends here.' });
    if (await session.goTo(step.start)) session.play();
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
    this.keepAnswer(question.id, question.options[option], null);
    this.page.tell({ kind: 'moved' });
    if ((this.check.value !== 'right' && this.check.value !== 'explained') || this.machinery === null) return;
    // Its run is there to be looked at, once it has been answered.
    const session = this.newSession(planned.interventions);
    session.setLimit({ mark: planned.end, reason: 'The run of this item ends here.' });
    this.leaveAside();
    this.aside = { kind: 'check', id: planned.id, session };
    await session.goTo(planned.end);
  }

  nextItem(): void {
    if (this.check === null) return;
    this.check = nextItem(this.check);
    this.leaveAside();
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

  // What is kept.

  private keepPrediction(before: Player): void {
    const question = this.step.question;
    const { choice, confidence } = before.context;
    if (question === null || choice === null) return;
    this.keepAnswer(question.id, question.options[choice], confidence);
  }

  private keepAnswer(question: string, option: PickedOption | undefined, confidence: Answer['confidence']): void {
    if (option === undefined) return;
    const answer = answerOf(this.page, this.lesson.id, this.plan.seed, question, option, confidence);
    this.page.keep({ type: 'answered', lesson: this.lesson.id, answer });
  }

  /** Stops for good. */
  end(): void {
    this.aside?.session.end();
    this.main?.end();
  }
}
