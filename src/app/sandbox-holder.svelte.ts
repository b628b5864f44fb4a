import { present } from '../lib/assert.ts';
import { vecForEach } from '../lib/vec.ts';
import { withHint } from '../scenario/mistake.ts';
import { ruleClause } from '../scene/words/safety-words.ts';
import type { Scenario } from '../sim/scenario.ts';
import type { Micros } from '../sim/time.ts';
import { ENGINE } from '../sim/engine.ts';
import type { CheckedRecording } from '../timeline/check-recording.ts';
import type { DatedIntervention } from '../timeline/branches.ts';
import { recordingFile } from '../timeline/recording-file.ts';
import type { Recording } from '../timeline/recording.ts';
import { defaultSetup, type SandboxSetup } from '../view/sandbox/setup.ts';
import { fileName, mayBeScenario, saveFile, textOf } from './files.ts';
import { Live } from './live.svelte.ts';
import type { Page } from './page.svelte.ts';
import type { Filled, FormSetting } from './sandbox-forms.ts';
import { doneInOtherMode, inOtherMode, numtest, SANDBOX_OPENS_AT, sandboxScenario } from './sandbox-scenario.ts';
import { machinery } from './session/machinery.ts';
import { getReadyFor, isReadyFor } from './session/kraft.ts';
import { browser } from './session/outside.ts';
import type { Session } from './session/session.ts';

const NEITHER =
  'This is neither a recording that Highwater saved nor a scenario: a scenario names its brokers, topics, producers or consumers. Choose another file.';

/** What could not be opened, and every reason why. */
export interface Refusal {
  readonly what: string;
  readonly reasons: readonly string[];
}

/** The sandbox on the page. It outlives the page's layout: presenting goes on where trying stopped. */
export class SandboxHolder {
  readonly live: Live;
  setup: SandboxSetup = $state.raw(defaultSetup);
  /** What is running: `sandbox`, or a scenario's or a recording's name. */
  name = $state('sandbox');
  /** What is running, as the simulator has it. */
  scenario: Scenario | null = $state.raw(null);
  refusal: Refusal | null = $state.raw(null);
  private readonly page: Page;
  private session: Session | null = null;
  /** What else is to be said of the cluster that is about to run. */
  private besides = '';

  constructor(page: Page) {
    this.page = page;
    this.live = new Live(page.announcer);
    this.live.arm(machinery);
  }

  /** A cluster from the form. */
  build(setup: SandboxSetup): void {
    const before = this.setup;
    this.setup = setup;
    this.begin('sandbox', sandboxScenario(setup), setup.seed, [], SANDBOX_OPENS_AT, () => (this.setup = before));
  }

  /** The same cluster, load, seed and faults with the other keeper of metadata, at the instant that is shown. */
  async compare(): Promise<void> {
    const { scenario, name, setup } = this;
    const recording = this.recording();
    if (scenario === null || recording === null) return;
    const other = inOtherMode(scenario);
    const { checkScenario } = await import('../scenario/check/check-scenario.ts');
    const problems = checkScenario(other);
    if (problems.length > 0) {
      const reasons = problems.map(({ message, hint }) => withHint(message, hint));
      this.refusal = { what: `${name}, in the other mode,`, reasons };
      return;
    }
    this.setup = inOtherMode(setup);
    const { seed, interventions, until } = recording;
    const done = doneInOtherMode(interventions, other);
    this.besides =
      done.length < interventions.length
        ? ' What was done to controllers or ZooKeeper servers is left out: they are others here.'
        : '';
    this.begin(name, other, seed, done, until, () => (this.setup = setup));
  }

  /** Rules that this run has switched off, as clauses; empty for Kafka. */
  get rulesOff(): readonly string[] {
    return this.scenario?.without?.map(ruleClause) ?? [];
  }

  /** What forms are filled in for. */
  get setting(): FormSetting {
    const { timeline } = present(this.session, 'a form needs a cluster').run;
    const taken: string[] = [];
    vecForEach(timeline.world.nodes, ({ name }) => taken.push(name));
    return {
      scenario: timeline.scenario,
      done: timeline.recording().interventions.map(({ intervention }) => intervention),
      taken,
    };
  }

  /** Does what a form comes to. @returns why not; empty: it is done */
  fill(filled: Filled): readonly string[] {
    if ('complaints' in filled) return filled.complaints;
    this.live.act(filled.interventions);
    return [];
  }

  /** The recitation's topic and programs, at the instant that is shown. */
  addNumtest(): void {
    const names = this.live.shot?.world.names.topics ?? [];
    if (names.some(({ name }) => name === 'numtest')) this.page.notify('The topic numtest is there already.');
    else this.live.act(numtest);
  }

  private begin(
    name: string,
    scenario: Scenario,
    seed: number,
    interventions: readonly DatedIntervention[],
    at: Micros,
    goBack: () => unknown = () => undefined,
  ): void {
    if (!isReadyFor(scenario)) {
      getReadyFor(scenario).then(
        () => this.begin(name, scenario, seed, interventions, at, goBack),
        () => {
          goBack();
          this.page.notify('KRaft mode could not be loaded. Look at the connection, then try again.', { stays: true });
        },
      );
      return;
    }
    const { session: before, name: nameBefore } = this;
    before?.pause();
    const session: Session = machinery.newSession({ scenario, seed, interventions }, browser, (happening) => {
      if (this.session === session) this.live.hear(happening);
    });
    this.show(session, name);
    this.refusal = null;
    void session.seek(at);
    const { besides } = this;
    this.besides = '';
    if (before === null) return;
    this.page.notify(`A new cluster is running${name === 'sandbox' ? '' : `: ${name}`}.${besides}`, {
      action: 'Back to the one before',
      act: () => {
        session.end();
        goBack();
        this.show(before, nameBefore);
      },
    });
  }

  private show(session: Session, name: string): void {
    this.session = session;
    this.name = name;
    this.scenario = session.run.timeline.scenario;
    this.live.select(null);
    this.live.watch(session);
  }

  /** A file that the reader chose: a recording, or a scenario in YAML or JSON. */
  async openFile(file: File): Promise<void> {
    // A recording may be too large to be read at all.
    const head = await textOf(file.slice(0, 400));
    if ('text' in head && /^\s*\{[^]*"highwater-recording"/.test(head.text)) {
      const { recordingFrom } = await import('./link.ts');
      return this.take(file.name, await recordingFrom(file, ENGINE));
    }
    const read = await textOf(file);
    if ('problem' in read) return this.refuse(file.name, [read.problem]);
    const { text } = read;
    const { parseScenario } = await import('../scenario/parse-scenario.ts');
    const { scenario, mistakes } = parseScenario(file.name, text);
    if (scenario === null) {
      const reasons = mistakes.map(
        ({ line, column, message, hint }) => `line ${line}, column ${column}: ${withHint(message, hint)}`,
      );
      const what = file.name;
      this.refusal = { what, reasons: mayBeScenario(text) ? reasons : [NEITHER, ...reasons.slice(0, 1)] };
      this.page.announcer.say(
        `${file.name} is refused; ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}.`,
        'answer',
      );
      return;
    }
    this.begin(scenario.name, scenario, scenario.seed, [], SANDBOX_OPENS_AT);
  }

  /** A run that came with the address. */
  async openLink(hash: string): Promise<void> {
    const { recordingOf } = await import('./link.ts');
    const checked = await recordingOf(hash, ENGINE);
    // Behind a refusal there is a cluster all the same.
    if (checked?.recording == null && this.session === null) this.build(this.setup);
    if (checked !== null) this.take('the link', checked);
  }

  private take(what: string, { recording, problems, warning }: CheckedRecording): void {
    if (recording === null) {
      return this.refuse(
        what,
        problems.map(({ place, reason, remedy }) => [place, reason, remedy].filter((part) => part !== '').join('; ')),
      );
    }
    const { scenario, seed, interventions, until } = recording;
    this.begin(scenario.name, scenario, seed, interventions, until);
    if (warning !== null) this.page.notify(warning, { stays: true });
  }

  private refuse(what: string, reasons: readonly string[]): void {
    this.refusal = { what, reasons };
    this.page.announcer.say(`${what} is refused; ${reasons.join('. ')}`, 'answer');
  }

  dismissRefusal(): void {
    this.refusal = null;
  }

  /** The run up to what is shown. */
  recording(): Recording | null {
    return this.session?.run.timeline.recording() ?? null;
  }

  save(): void {
    const recording = this.recording();
    if (recording === null) return;
    const file = recordingFile(recording);
    if ('text' in file) return saveFile(`${fileName(this.name, 'recording')}.json`, file.text);
    const { place, reason, remedy } = file.problem;
    this.page.notify(`This run cannot be saved. ${place}: ${reason}; ${remedy}.`, { stays: true });
  }

  /** Puts the run into the address, and on the clipboard where that is allowed. */
  async share(): Promise<void> {
    const recording = this.recording();
    if (recording === null) return;
    const { hashOf } = await import('./link.ts');
    const hash = await hashOf(recording);
    if (hash === null) {
      this.page.notify('This run is too long for a link. A file holds it.', {
        action: 'Save the file',
        act: () => this.save(),
      });
      return;
    }
    const address = `${location.href.replace(/#.*$/, '')}${hash}`;
    history.replaceState(null, '', hash);
    try {
      // eslint-disable-next-line baseline-js/use-baseline -- where there is no clipboard, the address is where to copy from
      await navigator.clipboard.writeText(address);
      this.page.notify('The link is on the clipboard; it stands in the address too.');
    } catch {
      this.page.notify('The link stands in the address now; copy it from there.');
    }
  }

  end(): void {
    this.session?.end();
  }
}
