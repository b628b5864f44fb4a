import { describe, expect, it } from 'vitest';

import { mistakesOf } from './parse.ts';

/** A consumer of a group as this client, with this setting, and brokers of this era; perhaps given the setting while it runs. */
function mistakes(client: string, setting: string, era: string, later = false): readonly string[] {
  const own = later ? 'group.id: g' : `group.id: g, ${setting}`;
  const script = later ? `script: [{ at: 5s, configure: { client: c, config: { ${setting} } } }]` : '';
  return mistakesOf(`
era: ${era}
topics: [t]
consumers: [{ name: c, client: ${client}, topics: t, config: { ${own} } }]
${script}
`);
}

describe('the settings that a client may be given', () => {
  const modern = 'group.protocol: classic';

  it.each([false, true])('are those of its own release, not of the brokers (while it runs: %s)', (later) => {
    expect(mistakes('java-2.8', modern, '3.9', later).join()).toContain('unknown consumer setting group.protocol');
    expect(mistakes('java-3.9', modern, '2.8', later)).toEqual([]);
    expect(mistakes('java', modern, '2.8', later).join()).toContain('unknown consumer setting group.protocol');
    expect(mistakes('java', modern, '3.9', later)).toEqual([]);
  });

  it('are held against the defaults of its own release', () => {
    const seldom = 'heartbeat.interval.ms: 12000';
    expect(mistakes('java-2.8', seldom, '3.9').join()).toContain('not below session.timeout.ms=10000');
    expect(mistakes('kafka-python', seldom, '3.9').join()).toContain('not below session.timeout.ms=10000');
    expect(mistakes('java-3.9', seldom, '2.8')).toEqual([]);
  });
});
