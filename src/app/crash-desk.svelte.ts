import { recordingText } from '../timeline/recording.ts';
import type { CrashReport } from '../view/shell/crash-report.ts';
import { sayError } from './crash.ts';
import { saveFile } from './files.ts';
import type { Holders } from './holders.svelte.ts';

/** Takes bugs of ours: stops what runs, and keeps the recording that runs up to them. */
export class CrashDesk {
  crash: CrashReport | null = $state.raw(null);
  private readonly holders: Holders;

  constructor(holders: Holders) {
    this.holders = holders;
  }

  /** The first bug is told; what follows from it is not. */
  take(error: unknown): void {
    if (this.crash !== null) return;
    const recording = this.recording();
    this.crash = { what: sayError(error), recording, link: null };
    if (recording !== null) void this.addLink(recording);
  }

  private recording(): string | null {
    try {
      const { session } = this.holders;
      if (session === null) return null;
      const recording = session.run.timeline.bugRecording();
      session.end();
      return recordingText(recording);
    } catch {
      // The bug is in the recording itself; its message must still be shown.
      return null;
    }
  }

  private async addLink(recording: string): Promise<void> {
    try {
      const { hashOf } = await import('./link.ts');
      const hash = await hashOf(JSON.parse(recording) as Parameters<typeof hashOf>[0]);
      if (this.crash !== null && hash !== null)
        this.crash = { ...this.crash, link: `${location.href.replace(/#.*$/, '')}${hash}` };
    } catch {
      // Without a link there is still the file.
    }
  }

  save(): void {
    if (this.crash?.recording != null) saveFile('highwater-crash.json', this.crash.recording);
  }
}
