import { describe, expect, it } from 'vitest';
import { cameFrom, leadsTo } from '../../src/console/state/came-from.ts';
import { deskStore } from '../../src/console/state/desk-store.ts';

describe('a sign-in', () => {
  it('leads back to where the person was when the session ended by itself', () => {
    const store = deskStore();
    store.signedIn('dara');
    expect(leadsTo(cameFrom('/c/abc', store.getState()), 'dara')).toBe('/c/abc');
  });

  it('leads another person to the desk', () => {
    const store = deskStore();
    store.signedIn('dara');
    expect(leadsTo(cameFrom('/c/abc', store.getState()), 'sok')).toBe('/');
  });

  it('leads whoever opened a link to where it points', () => {
    expect(leadsTo(cameFrom('/posters', deskStore().getState()), 'dara')).toBe('/posters');
  });

  it('leads who has left on purpose to the desk', () => {
    const store = deskStore();
    store.signedIn('dara');
    store.signedOut();
    expect(leadsTo(cameFrom('/account', store.getState()), 'dara')).toBe('/');
  });

  it('leads back again at the end of the session after that', () => {
    const store = deskStore();
    store.signedIn('dara');
    store.signedOut();
    store.signedIn('dara');
    expect(leadsTo(cameFrom('/account', store.getState()), 'dara')).toBe('/account');
  });

  it.each([
    undefined,
    'text',
    { from: '/c/abc' },
    { from: 'https://else.example', person: 'dara' },
  ])('leads to the desk when the history holds something else (%j)', (state) => {
    expect(leadsTo(state, 'dara')).toBe('/');
  });
});
