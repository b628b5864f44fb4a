import { present } from '../lib/assert.ts';
import type { Action, Values } from '../scene/actions/action.ts';
import type { RecordId } from '../scene/fate.ts';
import type { Thing } from '../scene/thing.ts';
import { DEFAULT_CHOICE, type Choice, type Viewport } from '../scene/viewport.ts';
import { AS_IT_WAS } from '../scene/words/branch-words.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { Seq } from '../sim/world.ts';
import type { BarActions, Compared, NamedMoment } from '../view/bar/bar.ts';
import type { Motion } from '../view/picture/picture.ts';
import type { Announcer } from './announcer.ts';
import { browser } from './session/outside.ts';
import type { Happening, Session } from './session/session.ts';
import type { Machinery } from './session/machinery.ts';
import type { Shot, Watcher } from './session/watcher.ts';

/**
 * A session on a page: what is shown of it, replaced whole, and what the reader has chosen to look at. The session behind it may
 * change (a run beside the lesson's own); the choices stay.
 */
export class Live {
  shot: Shot | null = $state.raw(null);
  selected: Thing | null = $state.raw(null);
  /** The record whose fate is read, where no tile of it is selected; null: none is. */
  traced: RecordId | null = $state.raw(null);
  choice: Choice = $state.raw(DEFAULT_CHOICE);
  /** Grows whenever there is something to be looked at in the picture: a run that begins, an entry that is shown. */
  looks = $state(0);

  /** Another future beside the one that is shown; null: none is asked for. */
  compared: Compared | null = $state.raw(null);

  private readonly announcer: Announcer;
  private watcher: Watcher | null = null;
  private machinery: Machinery | null = null;
  /** Until there is a session. */
  private opening: ((viewport: Viewport | null, choice: Choice) => Shot) | null = null;
  private viewport: Viewport | null = null;
  private saidUpTo: Seq = -1;
  private wantsTables = false;
  private motion: Motion = 'full';

  constructor(announcer: Announcer) {
    this.announcer = announcer;
  }

  /** Shows a World that came with the page, until there is a session. */
  openWith(opening: (viewport: Viewport | null, choice: Choice) => Shot): void {
    this.opening = opening;
    this.retake();
  }

  /** The simulator has arrived. */
  arm(machinery: Machinery): void {
    this.machinery = machinery;
  }

  /** Looks at a session from now on. */
  watch(session: Session, named: readonly NamedMoment[] = []): void {
    if (this.watcher?.session !== session) {
      this.watcher = present(this.machinery, 'whoever has a session has the simulator').newWatcher(session, () =>
        browser.now(),
      );
      this.watcher.choice = this.choice;
      this.watcher.viewport = this.viewport;
      this.watcher.selected = this.selected;
      this.watcher.wantsTables = this.wantsTables;
      session.motion = this.motion;
    }
    this.watcher.named = named;
    this.retake();
  }

  get session(): Session | null {
    return this.watcher?.session ?? null;
  }

  /** Takes a new shot. */
  retake(): void {
    this.shot = this.watcher?.look() ?? this.opening?.(this.viewport, this.choice) ?? null;
  }

  /** What a session does is shown, and said. */
  hear(happening: Happening): void {
    this.retake();
    const { shot } = this;
    if (shot === null) return;
    if (happening.kind === 'undone' || happening.kind === 'switched')
      return this.announcer.say(whereNow(shot), 'answer');
    if (happening.kind === 'changed') this.announcer.keep(forkWords(this.watcher));
    if (happening.kind === 'limit' && shot.bar.heldBack !== null)
      return this.announcer.say(shot.bar.heldBack, 'answer');
    this.sayLatest(shot);
  }

  /** The latest entry that matters, once. */
  private sayLatest({ told }: Shot): void {
    const latest = told.findLast(({ interest }) => interest === 'beat') ?? told.at(-1);
    if (latest === undefined || latest.seq === this.saidUpTo) return;
    const isFirst = this.saidUpTo < 0;
    this.saidUpTo = latest.seq;
    if (!isFirst) this.announcer.say(latest.sentence, latest.interest === 'beat' ? 'beat' : 'change');
  }

  setViewport(viewport: Viewport): void {
    const { viewport: old } = this;
    if (
      old !== null &&
      old.width === viewport.width &&
      old.height === viewport.height &&
      old.layout === viewport.layout
    )
      return;
    this.viewport = viewport;
    if (this.watcher !== null) this.watcher.viewport = viewport;
    this.retake();
  }

  setChoice(choice: Choice): void {
    this.choice = choice;
    if (this.watcher !== null) this.watcher.choice = choice;
    this.retake();
  }

  setMotion(motion: Motion): void {
    this.motion = motion;
    if (this.session !== null) this.session.motion = motion;
  }

  select(thing: Thing | null): void {
    this.selected = thing;
    this.traced = null;
    this.look((watcher) => (watcher.selected = thing));
  }

  /** Are tables looked at? */
  showTables(wanted: boolean): void {
    this.wantsTables = wanted;
    this.look((watcher) => (watcher.wantsTables = wanted));
  }

  /** Asks for the causes of an entry; null: no more. */
  ask(seq: Seq | null): void {
    const entry = seq === null ? null : (this.session?.run.timeline.entry(seq)?.entry ?? null);
    this.look((watcher) => (watcher.asked = entry));
  }

  /** Shows what would have been without the intervention that an entry tells of, at the instant that is shown. */
  async leaveOut(seq: Seq): Promise<void> {
    this.ask(null);
    await this.session?.leaveOut(seq);
  }

  private look(change: (watcher: Watcher) => unknown): void {
    if (this.watcher === null) return;
    change(this.watcher);
    this.watcher.refresh();
    this.retake();
  }

  /** The actions for a thing, for its menu. */
  actionsFor(thing: Thing): readonly Action[] {
    return this.watcher?.actionsFor(thing) ?? [];
  }

  /** Does something to a thing at the instant that is shown. @returns why it cannot be done, as place, reason and remedy; null: it is done */
  do(thing: Thing, action: Action, values: Values = {}): string | null {
    if (this.watcher === null) return null;
    const done = this.watcher.done(thing, action, values);
    if ('complaint' in done) {
      this.announcer.keep(`Refused: ${done.complaint}`);
      return done.complaint;
    }
    this.act(done.interventions);
    return null;
  }

  /** Does something to the cluster at the instant that is shown. */
  act(interventions: readonly Intervention[]): void {
    this.session?.act(interventions);
  }

  /** The name of the node that is selected, for an intervention; null: none is. */
  get selectedNode(): string | null {
    return this.watcher?.nodeNameOf(this.selected) ?? null;
  }

  /** Takes the reader to an entry, and points at what it is about. */
  async show(seq: Seq): Promise<void> {
    if (this.session === null || !(await this.session.goToEntry(seq))) return;
    this.watcher?.point(seq);
    this.retake();
    this.lookAtPointed();
    const sentence = this.sentenceOf(seq);
    if (sentence !== null) this.announcer.say(sentence, 'shown');
  }

  /** Puts another future beside the one that is shown, at this instant. */
  private async compare(branch: string): Promise<void> {
    const { session, shot } = this;
    const other = shot?.bar.branches.find(({ id }) => id === branch);
    if (session === null || shot === null || other === undefined) return;
    session.pause();
    const here = shot.bar.branches.find(({ present }) => present)?.name ?? '';
    const compared: Compared = { branch, here, there: other.name, at: session.run.at, rows: 'running' };
    this.compared = compared;
    const { differencesTo } = await import('./session/compare.ts');
    const rows = await differencesTo(session, Number(branch), browser);
    if (this.compared === compared) this.compared = { ...compared, rows };
  }

  /** Whoever sees one partition at a time sees the one that is pointed at. */
  private lookAtPointed(): void {
    const { choice, viewport } = this;
    const partition = this.shot?.pointed.find((thing) => 'partition' in thing);
    if (viewport?.layout === 'narrow' && partition !== undefined && 'partition' in partition)
      this.setChoice({ ...choice, partition: partition.partition });
    this.looks += 1;
  }

  sentenceOf(seq: Seq): string | null {
    return this.watcher?.sentenceOf(seq) ?? null;
  }

  /** What the bar asks for, of whatever session is shown. */
  readonly actions: BarActions = {
    play: () => this.session?.play(),
    pause: () => this.session?.pause(),
    next: () => void this.session?.next(),
    previous: () => this.session?.previous(),
    setSpeed: (speed) => this.session?.setSpeed(speed),
    seek: (at) => void this.session?.seek(at),
    toEnd: () => undefined,
    undo: () => this.session?.undo(),
    switchTo: (branch) => this.session?.switchTo(Number(branch)),
    compare: (branch) => void this.compare(branch),
  };
}

/** What has been changed, and when: what had been the future from there on is kept. */
function forkWords(watcher: Watcher | null): string {
  const change = watcher?.lastChange ?? null;
  return change === null ? '' : `A change: ${change}. What would have been is kept, under “Branches”.`;
}

/** Which of its futures the run is in, for who hears it. */
function whereNow({ bar }: Shot): string {
  const name = bar.branches.find(({ present }) => present)?.name;
  return name === undefined || name === AS_IT_WAS ? 'Back in the run as it was.' : `Now in another run: ${name}.`;
}
