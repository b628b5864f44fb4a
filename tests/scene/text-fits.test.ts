import { describe, expect, test } from 'vitest';

import { hasTiles } from '../../src/scene/frame.ts';
import type { Scene } from '../../src/scene/marks.ts';
import { clip, clipStart, textWidth, type Face } from '../../src/scene/text.ts';
import { ALL, sceneOf } from './support.ts';

interface Written {
  readonly where: string;
  readonly text: string;
  readonly size: number;
  readonly face: Face;
  readonly room: number;
}

/** Every text of a scene with the room that it has where it stands. */
function* texts({
  frame,
  columns,
  rows,
  topics,
  cells,
  clients,
  groups,
  tokens,
  waiting,
  zookeeper,
}: Scene): Generator<Written> {
  const { small, text, title, value, tile, cell: lines, token } = frame.metrics;
  for (const { key, box, title: name, badge, state, stateX, note } of columns) {
    const left = box.x + 1.5 * lines.pad;
    // A badge for which there is no room beside the name stands on the column's edge.
    const beside = badge !== null && badge.y > box.y;
    const right = beside ? badge.x : state === '' ? box.x + box.width : stateX;
    yield { where: `${key} title`, text: name, size: title, face: 'bold', room: right - left };
    if (badge !== null) {
      yield { where: `${key} badge`, text: 'controller', size: small, face: 'bold', room: badge.width };
      if (beside && state !== '') expect(badge.x + badge.width).toBeLessThanOrEqual(stateX - 6);
    }
    yield { where: `${key} note`, text: note, size: small, face: 'regular', room: box.width - 1.5 * lines.pad };
  }
  for (const { key, box, title: name, level, lines: facts } of rows) {
    yield { where: `${key} title`, text: name, size: level === 'heat' ? small : title, face: 'bold', room: box.width };
    for (const fact of facts) yield { where: key, text: fact.text, size: small, face: 'regular', room: box.width };
  }
  for (const { key, box, name, note, place } of topics) {
    const size = place === 'outside' ? small : title;
    yield { where: `${key} name`, text: name, size, face: 'mono', room: box.width - small };
    yield { where: `${key} note`, text: note, size: small, face: 'regular', room: box.width };
  }
  for (const cell of cells) {
    if (!hasTiles(cell.level)) continue;
    const role = textWidth(cell.roleText, small, 'bold') + (cell.role === 'leader' ? small * 1.4 : 0);
    const beyond = `${cell.older} ${cell.newer}`.trim();
    yield {
      where: `${cell.key} beside its role`,
      text: beyond,
      size: small,
      face: 'regular',
      room: cell.box.width - 2 * lines.pad - role,
    };
    for (const { key, text, large, offsetText } of cell.tiles) {
      yield { where: key, text, size: large ? value : small, face: 'mono', room: tile.width };
      yield { where: `${key} offset`, text: offsetText, size: small, face: 'mono', room: tile.width };
    }
    for (const { kind, name, nameAt } of cell.lines) {
      const half = Math.min(nameAt.x - cell.box.x, cell.box.x + cell.box.width - nameAt.x);
      yield { where: `${cell.key} ${kind}`, text: name, size: small, face: 'bold', room: 2 * half };
    }
  }
  for (const { key, box, more, ...head } of groups) {
    const { state, stateAt, stateEnds, facts, factsAt, note, noteAt } = head;
    const stateX = stateAt.x - (stateEnds ? textWidth(state, small, 'bold') : 0);
    const parts = [
      { text: head.name, ...head.nameAt, size: head.nameSize, face: 'mono' },
      { text: state, x: stateX, y: stateAt.y, size: small, face: 'bold' },
      { text: facts, ...factsAt, size: small, face: 'regular' },
      { text: note, ...noteAt, size: small, face: 'regular' },
    ] as const;
    // Each may go as far as the next one on its line, or the rim.
    for (const part of parts) {
      const after = parts.filter(({ text, x, y }) => text !== '' && y === part.y && x > part.x).map(({ x }) => x);
      const room = Math.min(box.x + box.width, ...after) - part.x;
      yield { where: `${key} ${part.text}`, text: part.text, size: part.size, face: part.face, room };
    }
    if (more !== null)
      yield { where: `${key} more`, text: more.text, size: small, face: 'regular', room: more.box.width };
  }
  for (const { key, kind, box, name, note, noteEnd, aside, lines: words, chips } of clients) {
    const pad = token.pad + 4;
    if (kind === 'member') {
      const room = noteEnd - textWidth(note, small, 'bold') - box.x - pad;
      yield { where: `${key} name`, text: name, size: text, face: 'mono', room };
      const last = Math.max(box.x + pad, ...chips.map((chip) => chip.box.x + chip.box.width));
      const end = box.x + box.width - pad;
      yield { where: `${key} aside`, text: aside, size: small, face: 'regular', room: end - last };
      expect(last).toBeLessThanOrEqual(end);
    } else yield { where: `${key} name`, text: name + note, size: title, face: 'mono', room: box.width - pad };
    for (const word of words) yield { where: key, text: word, size: small, face: 'regular', room: box.width - 2 * pad };
    for (const chip of chips) {
      yield { where: `${key} chip`, text: chip.text, size: small, face: 'mono', room: chip.box.width };
      const room = box.x + box.width - chip.box.x - chip.box.width - 5;
      yield { where: `${key} after chip`, text: chip.after, size: small, face: 'regular', room };
    }
  }
  for (const {
    look: { key, text, width },
  } of tokens)
    yield { where: key, text, size: small, face: 'regular', room: width };
  for (const { key, text, box } of waiting) yield { where: key, text, size: small, face: 'regular', room: box.width };
  if (zookeeper !== null) {
    for (const { path, text, at, textX } of zookeeper.lines) {
      yield { where: path, text: path, size: small, face: 'mono', room: textX - at.x };
      yield {
        where: `${path} text`,
        text,
        size: small,
        face: 'mono',
        room: zookeeper.box.x + zookeeper.box.width - textX,
      };
    }
  }
}

describe.each(ALL)('$name', ({ world, viewport }) => {
  const scene = sceneOf(world(), viewport);

  test('every text fits where it stands, by the widest font of the stack', () => {
    const written = [...texts(scene)].filter(({ text }) => text !== '');
    expect(written.length).toBeGreaterThan(10);
    const tooWide = written.filter(({ text, size, face, room }) => textWidth(text, size, face) > room + 0.5);
    expect(tooWide.map((one) => ({ ...one, needs: textWidth(one.text, one.size, one.face) }))).toEqual([]);
  });

  test('names of boundaries do not run into each other', () => {
    const { small } = scene.frame.metrics;
    for (const cell of scene.cells) {
      const spans = cell.lines
        .filter(({ name }) => name !== '')
        .map(({ name, nameAt }) => ({ x: nameAt.x, half: textWidth(name, small, 'bold') / 2 }));
      spans.forEach((a, i) => {
        for (const b of spans.slice(i + 1)) expect(Math.abs(a.x - b.x)).toBeGreaterThanOrEqual(a.half + b.half);
      });
    }
  });

  test('labels of the stage are at least 22 px, those of the page at least 11', () => {
    const { small, text, title, value } = scene.frame.metrics;
    expect(Math.min(small, text, title, value)).toBeGreaterThanOrEqual(viewport.layout === 'stage' ? 22 : 11);
  });
});

describe('a text that is too long', () => {
  test('is cut with an ellipsis and then fits', () => {
    const cut = clip('a-rather-long-name-of-a-topic', 100, 12, 'regular');
    expect(cut).toMatch(/^a-rather.*…$/);
    expect(textWidth(cut, 12, 'regular')).toBeLessThanOrEqual(100);
  });

  test('keeps its end where that tells more', () => {
    expect(clipStart('order-1234567', 50, 11, 'mono')).toBe('…234567');
  });

  test('is cut at the same place when it has 100 kB', () => {
    expect(clip('x'.repeat(100_000), 100, 12, 'regular')).toBe(clip('x'.repeat(200), 100, 12, 'regular'));
  });

  test('disappears where not even an ellipsis fits', () => {
    expect(clip('long', 4, 12, 'regular')).toBe('');
  });
});
