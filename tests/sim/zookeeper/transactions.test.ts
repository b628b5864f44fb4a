import { describe, expect, it } from 'vitest';
import type { ZkOp, ZkWriteOp } from '../../../src/sim/protocol/zookeeper.ts';
import { newZooKeeperState } from '../../../src/sim/zookeeper/server.ts';
import type { ZooKeeperState, ZkSession } from '../../../src/sim/zookeeper/state.ts';
import { applyOp, endSession, type Applied } from '../../../src/sim/zookeeper/transactions.ts';
import { znodeAt } from '../../../src/sim/zookeeper/znode-tree.ts';

const session = (id: number): ZkSession => ({
  id,
  client: 7,
  connection: null,
  timeout: 1,
  expiresAt: 1,
  heard: -1,
  slot: id,
  ephemerals: [],
});
const empty: ZooKeeperState = { ...newZooKeeperState(1), sessions: [session(1), session(2)] };
const create = (
  path: string,
  options: { ephemeral?: boolean; sequential?: boolean; data?: string } = {},
): ZkWriteOp => ({
  op: 'create',
  path,
  data: options.data ?? null,
  ephemeral: options.ephemeral ?? false,
  sequential: options.sequential ?? false,
});

/** The state after operations of session 1. */
function after(...ops: readonly ZkOp[]): ZooKeeperState {
  return ops.reduce((state, op) => applyOp(state, 1, op).state, empty);
}

function tried(state: ZooKeeperState, op: ZkOp, by = 1): Applied {
  return applyOp(state, by, op);
}

describe('a znode', () => {
  it('is created by one transaction and changed by others: its version counts the changes', () => {
    const state = after(
      create('/a'),
      { op: 'setData', path: '/a', data: 'x', version: -1 },
      { op: 'setData', path: '/a', data: 'y', version: 1 },
    );
    expect(znodeAt(state.root, '/a')).toMatchObject({ data: 'y', version: 2, czxid: 1, mzxid: 3 });
    expect(state.zxid).toBe(3);
  });

  it('needs its parent, and a path that is free', () => {
    expect(tried(empty, create('/a/b')).result.error).toBe('NoNode');
    expect(tried(after(create('/a')), create('/a')).result.error).toBe('NodeExists');
  });

  it('that is ephemeral has no children', () => {
    expect(tried(after(create('/a', { ephemeral: true })), create('/a/b')).result.error).toBe(
      'NoChildrenForEphemerals',
    );
  });

  it('is deleted only without children, and only in the version that was named', () => {
    const state = after(create('/a'), create('/a/b'));
    expect(tried(state, { op: 'delete', path: '/a', version: -1 }).result.error).toBe('NotEmpty');
    expect(tried(state, { op: 'delete', path: '/a/b', version: 1 }).result.error).toBe('BadVersion');
    expect(znodeAt(tried(state, { op: 'delete', path: '/a/b', version: 0 }).state.root, '/a/b')).toBeNull();
    expect(tried(state, { op: 'delete', path: '/x', version: -1 }).result.error).toBe('NoNode');
  });

  it('that is sequential gets a number of ten digits, which never comes again', () => {
    const first = tried(after(create('/q')), create('/q/n_', { sequential: true }));
    expect(first.result.path).toBe('/q/n_0000000000');
    const gone = tried(first.state, { op: 'delete', path: '/q/n_0000000000', version: -1 }).state;
    expect(tried(gone, create('/q/n_', { sequential: true })).result.path).toBe('/q/n_0000000001');
  });

  it('keeps its children in the order of their names', () => {
    const state = after(create('/p'), create('/p/10'), create('/p/9'), create('/p/1'));
    expect(tried(state, { op: 'getChildren', path: '/p', watch: false }).result.children).toEqual(['1', '10', '9']);
  });

  it('tells how often its children have changed', () => {
    const state = after(create('/p'), create('/p/1'), create('/p/2'), { op: 'delete', path: '/p/1', version: -1 });
    expect(tried(state, { op: 'exists', path: '/p', watch: false }).result.stat?.cversion).toBe(3);
  });
});

describe('a multi', () => {
  const fence = (version: number): ZkWriteOp => ({ op: 'check', path: '/controller_epoch', version });

  it('is done as a whole, under one transaction id', () => {
    const state = after(create('/controller_epoch'));
    const applied = tried(state, { op: 'multi', ops: [fence(0), create('/a'), create('/a/b')] });
    expect(applied.result.error).toBe('Ok');
    expect(applied.state.zxid).toBe(2);
    expect(znodeAt(applied.state.root, '/a/b')?.czxid).toBe(2);
  });

  it('does nothing when one of its writes is refused', () => {
    const state = after(create('/controller_epoch'));
    const applied = tried(state, { op: 'multi', ops: [create('/a'), fence(3), create('/b')] });
    expect(applied.state).toBe(state);
    expect(applied.result.results?.map((result) => result.error)).toEqual(['Ok', 'BadVersion', 'RuntimeInconsistency']);
    expect(applied.refusal).toEqual({ path: '/controller_epoch', error: 'BadVersion' });
  });
});

describe('the end of a session', () => {
  it("takes its ephemerals, and nobody else's, in one transaction", () => {
    const mine = after(
      create('/ids'),
      create('/ids/1', { ephemeral: true }),
      create('/controller', { ephemeral: true }),
    );
    const both = applyOp(mine, 2, create('/ids/2', { ephemeral: true })).state;
    const ended = endSession(both, 1);
    expect(ended.changes.map((change) => change.path)).toEqual(['/controller', '/ids/1']);
    expect(ended.state.zxid).toBe(both.zxid + 1);
    expect(znodeAt(ended.state.root, '/ids')?.children.map((child) => child.name)).toEqual(['2']);
    expect(ended.state.sessions.map((each) => each.id)).toEqual([2]);
  });

  it('has nothing to take when the ephemeral was deleted before', () => {
    const state = after(create('/controller', { ephemeral: true }), { op: 'delete', path: '/controller', version: -1 });
    expect(endSession(state, 1).changes).toEqual([]);
  });
});
