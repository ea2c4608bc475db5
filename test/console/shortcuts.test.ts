import { describe, expect, it } from 'vitest';
import { actOf, isKeyOf, type Pressed } from '../../src/console/keys/shortcuts.ts';

const pressed = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  ...{ key, code: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false },
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

/** What a browser tells of the places of these keys in the Khmer layout. */
const KHMER = {
  j: ['្', 'KeyJ'],
  k: ['ក', 'KeyK'],
  c: ['ច', 'KeyC'],
  r: ['រ', 'KeyR'],
  n: ['ន', 'KeyN'],
  '/': ['៊', 'Slash'],
} as const;

describe('a key of a Khmer keyboard', () => {
  const khmer = (on: keyof typeof KHMER, more: Partial<Pressed> = {}) => {
    const [key, code] = KHMER[on];
    return pressed(key, { code, ...more });
  };

  it.each([
    ['j', 'next'],
    ['k', 'previous'],
    ['c', 'claim'],
    ['r', 'reply'],
    ['n', 'note'],
    ['/', 'canned'],
  ] as const)('at the place of %s means %s', (on, act) => {
    expect(actOf(khmer(on), true)).toBe(act);
  });

  it('opens the palette with Ctrl, also out of a text, and the help with Shift', () => {
    expect(actOf(khmer('k', { ctrlKey: true, writing: true }), false)).toBe('palette');
    expect(actOf(pressed('ឯ', { code: 'Slash', shiftKey: true }), true)).toBe('help');
  });

  it('writes Khmer while somebody writes, and acts by its Latin letter on any other layout', () => {
    expect(actOf(khmer('c', { writing: true }), true)).toBeNull();
    // Dvorak: the letter j at the place of c.
    expect(actOf(pressed('j', { code: 'KeyC' }), true)).toBe('next');
    expect(actOf(pressed('é', { code: 'KeyC' }), true)).toBeNull();
  });
});

describe('a key of one place alone', () => {
  it('is known there by the same table, and not at the desk', () => {
    expect(isKeyOf('send', pressed('Enter', { ctrlKey: true }))).toBe(true);
    expect(isKeyOf('send', pressed('Enter'))).toBe(false);
    expect(isKeyOf('show', pressed('F8'))).toBe(true);
    expect(actOf(pressed('Enter', { ctrlKey: true, writing: true }), true)).toBeNull();
  });
});
