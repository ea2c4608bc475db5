import { describe, expect, it } from 'vitest';
import { actOf, type Pressed } from '../../src/console/keys/shortcuts.ts';

const pressed = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false },
  ...{ composing: false, writing: false, dialog: false },
  ...more,
});

describe('a key', () => {
  it.each([
    ['j', 'next'],
    ['K', 'previous'],
    ['c', 'claim'],
    ['r', 'reply'],
    ['n', 'note'],
    ['/', 'canned'],
    ['?', 'help'],
    ['F8', 'hide'],
    ['x', null],
    ['Enter', null],
    ['Escape', null],
  ])('%s means %s', (key, act) => {
    expect(actOf(pressed(key), true)).toBe(act);
  });

  it('that is a single letter means nothing while somebody writes or composes, or when switched off', () => {
    for (const key of ['j', 'c', '/', '?']) {
      expect(actOf(pressed(key, { writing: true }), true)).toBeNull();
      expect(actOf(pressed(key, { composing: true }), true)).toBeNull();
      expect(actOf(pressed(key), false)).toBeNull();
      expect(actOf(pressed(key, { ctrlKey: true }), true)).toBeNull();
    }
  });

  it('hides everything from anywhere, also out of a dialog and a text', () => {
    expect(actOf(pressed('F8', { writing: true, dialog: true }), false)).toBe('hide');
    expect(actOf(pressed('k', { ctrlKey: true, writing: true }), false)).toBe('palette');
    expect(actOf(pressed('j', { dialog: true }), true)).toBeNull();
  });
});
