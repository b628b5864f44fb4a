import { expect, test } from 'vitest';

import { hashOf, routeOf, type Route } from '../../src/app/routes.ts';
import { LINK_KEY } from '../../src/timeline/link-text.ts';

const addresses: readonly (readonly [string, Route])[] = [
  ['#/', { page: 'landing' }],
  ['#/lesson/10-a-broker-dies', { page: 'lesson', lesson: '10-a-broker-dies', step: null }],
  ['#/lesson/10-a-broker-dies/crash', { page: 'lesson', lesson: '10-a-broker-dies', step: 'crash' }],
  ['#/model', { page: 'model' }],
  ['#/sandbox', { page: 'sandbox' }],
  ['#/present/sandbox', { page: 'present', of: { page: 'sandbox' } }],
  ['#/present/lesson/a/b', { page: 'present', of: { page: 'lesson', lesson: 'a', step: 'b' } }],
  ['#/present/lesson/a/beat/12', { page: 'present', of: { page: 'lesson', lesson: 'a', step: null }, beat: 12 }],
  ['#/present/lesson/a/beat', { page: 'present', of: { page: 'lesson', lesson: 'a', step: 'beat' } }],
  [`#${LINK_KEY}=AbC_-`, { page: 'recording', hash: `#${LINK_KEY}=AbC_-` }],
];

test.each(addresses)('the address %s is read and written alike', (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
  expect(hashOf(route)).toBe(hash);
});

test('an empty address is the landing page', () => {
  expect(routeOf('')).toEqual({ page: 'landing' });
  expect(routeOf('#')).toEqual({ page: 'landing' });
});

test.each([
  '#/nowhere',
  '#/lesson',
  '#/lesson/',
  '#/lesson/a/b/c',
  '#/lesson/<script>',
  '#/sandbox/x',
  '#/model/x',
  '#/present',
  '#/present/lesson/a/beat/0',
  '#/present/lesson/a/beat/x',
  '#/present/sandbox/beat/1',
  '#/lesson/a/beat/1',
  '#/present/present/sandbox',
  '#/lesson/../x',
])('the address %s leads nowhere and is kept to be named', (hash) => {
  expect(routeOf(hash)).toEqual({ page: 'unknown', asked: hash.slice(1) });
});
