import { quoted } from './phrases.ts';

const UUID = /-?([0-9a-f]{4})[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A member id to read: of the UUID at its end only the first digits, which tell two apart (`consumer-1#86f5`). */
export function memberText(memberId: string): string {
  return memberId === '' ? 'an unknown member' : quoted(memberId.replace(UUID, '#$1'), 60);
}
