import type { LessonHolder } from './lesson-holder.svelte.ts';
import type { Page } from './page.svelte.ts';
import type { LessonRoute, Route } from './routes.ts';
import type { SandboxHolder } from './sandbox-holder.svelte.ts';
import type { Session } from './session/session.ts';

/** The lesson and the sandbox that are open: each stays as it is while the reader is elsewhere, until another takes its place. */
export class Holders {
  lesson: LessonHolder | null = $state.raw(null);
  sandbox: SandboxHolder | null = $state.raw(null);
  private readonly page: Page;
  private wanted = 0;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens what the address asks for. */
  async follow(route: Route): Promise<void> {
    const turn = ++this.wanted;
    this.pauseOthers(route);
    const shown = route.page === 'present' ? route.of : route;
    if (shown.page === 'lesson') return this.openLesson(shown, turn);
    if (shown.page === 'sandbox') return void (await this.openSandbox(turn));
    if (shown.page === 'recording') await (await this.openSandbox(turn, true))?.openLink(shown.hash);
  }

  private async openLesson({ lesson: id, step }: LessonRoute, turn: number): Promise<void> {
    if (this.lesson?.id === id && this.lesson.failed === null) {
      if (step !== null) this.lesson.goTo(step);
      return;
    }
    const { LessonHolder } = await import('./lesson-holder.svelte.ts');
    if (turn !== this.wanted) return;
    this.lesson?.end();
    this.lesson = new LessonHolder(id, this.page);
    await this.lesson.load(step);
  }

  private async openSandbox(turn: number, empty = false): Promise<SandboxHolder | null> {
    if (this.sandbox !== null) return this.sandbox;
    const { SandboxHolder } = await import('./sandbox-holder.svelte.ts');
    if (turn !== this.wanted) return null;
    const sandbox = new SandboxHolder(this.page);
    this.sandbox = sandbox;
    if (!empty) sandbox.build(sandbox.setup);
    return sandbox;
  }

  private pauseOthers(route: Route): void {
    const shown = route.page === 'present' ? route.of.page : route.page;
    if (shown !== 'lesson') this.lesson?.live.session?.pause();
    if (shown !== 'sandbox' && shown !== 'recording') this.sandbox?.live.session?.pause();
  }

  /** The session that is shown now; null: none. */
  get session(): Session | null {
    const { route } = this.page;
    const shown = route.page === 'present' ? route.of.page : route.page;
    const holder =
      shown === 'lesson' ? this.lesson : shown === 'sandbox' || shown === 'recording' ? this.sandbox : null;
    return holder?.live.session ?? null;
  }
}
