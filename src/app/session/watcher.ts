import { vecForEach } from '../../lib/vec.ts';
import type { Action, Done, Values } from '../../scene/actions/action.ts';
import { actionsOf, interventionsOf } from '../../scene/actions/actions-of.ts';
import { thingsOf } from '../../scene/concerns.ts';
import type { Scene } from '../../scene/marks.ts';
import { sceneMaker } from '../../scene/scene.ts';
import { sheetOf, type Sheet } from '../../scene/sheet.ts';
import { tablesOf, type ClusterTables } from '../../scene/tables.ts';
import type { Thing } from '../../scene/thing.ts';
import { DEFAULT_CHOICE, type Choice, type Viewport } from '../../scene/viewport.ts';
import { namesOf } from '../../scene/words/names.ts';
import { screenSummary } from '../../scene/words/state-words.ts';
import { changeName, isFault, momentName } from '../../scene/words/timeline-words.ts';
import type { Micros } from '../../sim/time.ts';
import type { TraceEntry } from '../../sim/trace/entry.ts';
import type { Seq, World } from '../../sim/world.ts';
import type { BarView, NamedMoment } from '../../view/bar/bar.ts';
import type { EntryLine } from '../../view/table/entry-line.ts';
import { branchesOf } from './branches-of.ts';
import { entrySentence, historyOf, lineOf, stretchSentence, whyOf, type ToldLink } from './sentences.ts';
import type { Session } from './session.ts';
import { teller } from './told.ts';

/** What a page shows of a session at one instant. Parts that did not change are the same objects as in the last shot. */
export interface Shot {
  readonly at: Micros;
  readonly world: World;
  readonly scene: Scene | null;
  readonly bar: BarView;
  /** The whole scene in a paragraph, for those who hear it; as it was when something last stopped. */
  readonly summary: string;
  /** The last entries, oldest first. */
  readonly told: readonly EntryLine[];
  /** Things that an entry which was asked for is about. */
  readonly pointed: readonly Thing[];
  /** The entry that was asked for, while the present stands right after it; null: none, or the present has moved on. */
  readonly evidence: EntryLine | null;
  /** The thing that is selected; null: none is. */
  readonly inspected: Inspected | null;
  /** Null while nobody looks at tables. */
  readonly tables: ClusterTables | null;
  readonly why: readonly ToldLink[] | null;
}

/** What the inspector shows. */
export interface Inspected {
  readonly thing: Thing;
  /** Null: it is not there at this instant. */
  readonly sheet: Sheet | null;
  readonly actions: readonly Action[];
  readonly history: readonly EntryLine[];
}

/** What is made anew only so often. */
interface Reading {
  readonly step: number;
  readonly version: number;
  readonly told: readonly EntryLine[];
  readonly summary: string;
  readonly track: Pick<BarView, 'scale' | 'ticks' | 'moments' | 'branches' | 'undo'>;
  readonly inspected: Inspected | null;
  readonly tables: ClusterTables | null;
}

/** While something plays, what has to be read is made anew only so often, in milliseconds of wall time. */
const READING_PAUSE = 200;

/** The part of the track that the past takes; the rest is the future. */
const PAST_SHARE = 0.8;

/** Each is a stop for the keyboard. */
const ENTRIES = 16;
const HISTORY = 12;

/** Looks at a session for a page: chooses nothing, remembers what it has made so that it makes it once. */
export class Watcher {
  readonly session: Session;
  private readonly now: () => number;
  private readonly makeScene = sceneMaker();
  private readonly tell = teller(ENTRIES);
  choice: Choice = DEFAULT_CHOICE;
  viewport: Viewport | null = null;
  selected: Thing | null = null;
  /** Does anybody look at tables? */
  wantsTables = false;
  /** The entry whose causes are asked for. */
  asked: TraceEntry | null = null;
  /** Moments that a lesson has named. */
  named: readonly NamedMoment[] = [];
  private pointed: readonly Thing[] = [];
  private pointedStep = -1;
  private evidence: EntryLine | null = null;
  private last: { readonly version: number; readonly step: number; readonly world: World } | null = null;
  private before: { readonly world: World | null; readonly entries: readonly TraceEntry[] } = {
    world: null,
    entries: [],
  };
  private readAt = -1;
  private read: Reading | null = null;
  private stretch: { readonly from: Micros; readonly text: string } | null = null;

  constructor(session: Session, now: () => number) {
    this.session = session;
    this.now = now;
  }

  /** Points at what an entry is about, until the present moves on. */
  point(seq: Seq): void {
    const { timeline } = this.session.run;
    const found = timeline.entry(seq);
    this.pointed = found === null ? [] : thingsOf(timeline.world, found.entry);
    this.pointedStep = timeline.present.step;
    this.evidence = found === null ? null : lineOf(found.entry, namesOf(timeline.frontierWorld, timeline.history));
  }

  look(): Shot {
    const { session } = this;
    const { timeline } = session.run;
    this.follow();
    const { told, summary, track, inspected, tables } = this.reading();
    if (this.pointedStep !== timeline.present.step && this.evidence !== null) {
      this.pointed = [];
      this.evidence = null;
    }
    const { at } = timeline.present;
    const scene =
      this.viewport === null
        ? null
        : this.makeScene({
            world: timeline.world,
            before: this.before.world,
            entries: this.before.entries,
            at,
            viewport: this.viewport,
            choice: this.choice,
            history: timeline.history,
          });
    const why = this.asked === null ? null : whyOf(timeline, this.asked);
    return {
      at,
      world: timeline.world,
      scene,
      bar: this.barOf(told, track),
      summary,
      told,
      pointed: this.pointed,
      evidence: this.evidence,
      inspected,
      tables,
      why,
    };
  }

  /** Keeps what happened on the way to the World that is shown: some of it is in neither World alone. */
  private follow(): void {
    const { timeline } = this.session.run;
    const { step } = timeline.present;
    const { last } = this;
    if (last !== null && last.step === step && last.version === timeline.version) return;
    const near = last !== null && last.version === timeline.version && step > last.step && step - last.step <= 200;
    this.before = {
      world: near ? last.world : null,
      entries: timeline.entriesBetween(near ? last.step : Math.max(0, step - 1), step),
    };
    this.last = { version: timeline.version, step, world: timeline.world };
  }

  /** The reader has chosen something: what is made only so often is made now. */
  refresh(): void {
    this.read = null;
  }

  private reading(): Reading {
    const { session, read } = this;
    const { timeline } = session.run;
    const { step } = timeline.present;
    const now = this.now();
    const isFresh =
      read !== null && read.version === timeline.version && session.playing && now - this.readAt < READING_PAUSE;
    if (isFresh) return read;
    this.readAt = now;
    const isSame = read !== null && read.step === step && read.version === timeline.version;
    return (this.read = {
      step,
      version: timeline.version,
      track: this.trackOf(),
      told: this.tell(timeline, session.playing, now),
      summary: session.playing && read !== null ? read.summary : this.summary(),
      inspected: isSame ? read.inspected : this.inspection(),
      tables: this.wantsTables ? tablesOf(timeline.world, session.run.at, timeline.history) : null,
    });
  }

  private inspection(): Inspected | null {
    const { selected: thing } = this;
    if (thing === null) return null;
    const { timeline } = this.session.run;
    const { world } = timeline;
    return {
      thing,
      sheet: sheetOf(world, thing, timeline.history, this.session.run.at),
      actions: actionsOf(world, thing),
      history: historyOf(timeline, thing, HISTORY),
    };
  }

  private trackOf(): Reading['track'] {
    const { run } = this.session;
    const { timeline } = run;
    const names = namesOf(timeline.frontierWorld, timeline.history);
    const moments = timeline.moments
      .filter((moment) => ('seq' in moment ? moment.seq < run.seenSeq : moment.at <= run.seen))
      .map((moment): NamedMoment => ({ name: momentName(moment, names), at: moment.at, fault: isFault(moment) }));
    const named = this.named.filter(({ at }) => at <= run.seen && !moments.some((moment) => moment.at === at));
    return {
      ...run.index.track(run.seen, PAST_SHARE),
      moments: [...moments, ...named].sort((a, b) => a.at - b.at),
      undo: this.lastChange,
      branches: branchesOf(run, names),
    };
  }

  private barOf(told: readonly EntryLine[], track: Reading['track']): BarView {
    const { session } = this;
    const { run } = session;
    const caption = told.findLast(({ interest }) => interest === 'beat')?.sentence ?? '';
    return {
      ...track,
      playing: session.playing,
      heldBack: session.heldBack,
      speed: session.speed,
      reached: session.reached,
      now: run.at,
      frontier: run.seen,
      caption,
      skipped: this.skipped(),
      hasEnd: false,
      busy: session.busy,
    };
  }

  /** What is passed over now, in one sentence. */
  private skipped(): string {
    const quiet = this.session.quiet();
    if (quiet === null) return '';
    if (this.stretch?.from !== quiet.from)
      this.stretch = { from: quiet.from, text: stretchSentence(this.session.run.timeline, quiet) };
    return this.stretch.text;
  }

  /** What undo would take back; null: nothing. */
  get lastChange(): string | null {
    const { timeline } = this.session.run;
    const change = timeline.undoable;
    return change === null ? null : changeName(change, namesOf(timeline.frontierWorld, timeline.history));
  }

  /** What can be done to a thing at the instant that is shown. */
  actionsFor(thing: Thing): readonly Action[] {
    return actionsOf(this.session.run.timeline.world, thing);
  }

  /** What an action comes to at the instant that is shown. */
  done(thing: Thing, action: Action, values: Values): Done {
    return interventionsOf(this.session.run.timeline.world, thing, action.id, values);
  }

  sentenceOf(seq: Seq): string | null {
    return entrySentence(this.session.run.timeline, seq);
  }

  private summary(): string {
    const { session } = this;
    const hint = session.heldBack ?? 'Press Play, or step on to the next interesting entry.';
    return screenSummary(session.run.timeline.world, {
      playing: false,
      at: session.run.at,
      hint: hint.replace(/\.$/, ''),
    });
  }

  /** The name of a broker's node, if that is what the thing is. */
  nodeNameOf(thing: Thing | null): string | null {
    if (thing === null) return null;
    const { world } = this.session.run.timeline;
    let name: string | null = null;
    vecForEach(world.nodes, (node) => {
      const isIt =
        'broker' in thing
          ? world.setup.nodeOfBroker[thing.broker] === node.id
          : 'node' in thing && thing.node === node.id;
      if (isIt) name = node.name;
    });
    return name;
  }
}
