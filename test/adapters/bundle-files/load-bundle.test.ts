import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type BundleProblem, loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import { textHash } from '../../../src/adapters/bundle-files/load-reviews.ts';
import {
  BUNDLE_YAML,
  botTexts,
  bundleFolder,
  type Files,
  HOME_YAML,
} from '../../support/bundle-folder.ts';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((dir) => rm(dir, { recursive: true })));
});

async function load(changed: Files = {}) {
  const dir = await bundleFolder(changed);
  folders.push(dir);
  return loadBundle(dir);
}

async function problemsOf(changed: Files): Promise<readonly BundleProblem[]> {
  const loaded = await load(changed);
  return loaded.ok ? [] : loaded.error;
}

async function told(changed: Files): Promise<readonly string[]> {
  return (await problemsOf(changed)).map(({ file, line, what }) => `${file}:${line} ${what}`);
}

const home = (from: string, to: string): Files => {
  if (!HOME_YAML.includes(from)) throw new Error(`not in the flow: ${from}`);
  return { 'flows/home.yaml': HOME_YAML.replace(from, to) };
};
const top = (from: string, to: string): Files => {
  if (!BUNDLE_YAML.includes(from)) throw new Error(`not in the bundle: ${from}`);
  return { 'flows/bundle.yaml': BUNDLE_YAML.replace(from, to) };
};

describe('loadBundle', () => {
  it('counts the words around the printed package on their own, and tells their mistakes', async () => {
    const titles = JSON.stringify({
      title: 'When a child needs help',
      rights: { note: 'Read it.' },
    });
    const loaded = await load({ 'locales/en/package.json': titles });
    const without = await load();
    if (!loaded.ok || !without.ok) throw new Error('it does not load');

    expect(loaded.value.paper).toEqual({
      texts: 2,
      unreviewed: 2,
      missing: [
        { language: 'en', key: 'package:title' },
        { language: 'en', key: 'package:rights.note' },
      ],
    });
    expect(without.value.paper.texts).toBe(0);
    expect(loaded.value.texts).toBe(without.value.texts);
    expect(await told({ 'locales/en/package.json': '{ "title": "" }' })).toEqual([
      'locales/en/package.json:1 title is empty',
    ]);
  });

  it('compiles flows and texts', async () => {
    const loaded = await load();
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
    const { bundle, texts, unreviewed, services, hours } = loaded.value;

    expect(bundle.id).toMatch(/^[0-9a-f]{16}$/);
    expect(bundle.languages).toEqual(['km', 'en']);
    expect([...bundle.flows.keys()]).toEqual(['home', 'back']);
    expect(bundle.flows.get('home')?.steps.get('hello')).toEqual({
      kind: 'say',
      say: ['home:hello'],
      next: 'sure',
    });
    expect(bundle.flows.get('home')?.steps.get('sure')).toEqual({
      kind: 'ask',
      ask: 'home:sure.ask',
      save: 'sure',
      choices: [
        { is: 'yes', label: 'home:sure.yes', next: 'bye' },
        { is: 'no', label: 'bot:choices.no', next: 'bye' },
        { is: 'skipped', label: 'bot:choices.skip', next: 'bye' },
      ],
    });
    expect(bundle.texts.get('en', 'home:hello')).toEqual(['Hello, ', 'alias', '.']);
    expect(bundle.texts.get('km', 'home:sure.ask')).toEqual(['មែនទេ?']);
    expect(bundle.texts.get('en', 'bot:standing.exit')).toEqual([
      'standing.exit en'.replace('standing.', ''),
    ]);
    expect(bundle.texts.get('en', 'home:nothing')).toBeUndefined();
    expect(bundle.lexicon.exit.has('0')).toBe(true);
    expect(texts).toBeGreaterThan(50);
    expect(unreviewed).toBe(texts);
    expect([services, hours.always]).toEqual([[], true]);
  });

  it('gives the same files the same id, and other files another', async () => {
    const ids = await Promise.all([load(), load(), load(home('R1', 'R2'))]);
    const [one, same, other] = ids.map((loaded) => (loaded.ok ? loaded.value.bundle.id : ''));

    expect(one).toBe(same);
    expect(one).not.toBe(other);
  });

  it('counts the texts that nobody signed as they stand', async () => {
    const sign = (text: string) => ({
      hash: textHash(text),
      reviewer: 'A reader',
      date: '2026-11-01',
    });
    const loaded = await load({
      'locales/en/reviews.json': { 'home:bye': sign('Bye.'), 'home:hello': sign('Another text') },
    });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));

    expect(loaded.value.unreviewed).toBe(loaded.value.texts - 1);
    expect(loaded.value.missing).toContainEqual({ language: 'en', key: 'home:hello' });
    expect(loaded.value.missing).not.toContainEqual({ language: 'en', key: 'home:bye' });
    expect(loaded.value.missing).toContainEqual({ language: 'km', key: 'home:bye' });
  });

  it('tells the flows that nobody answers for as they stand, and the hash to sign', async () => {
    const unsignedOf = async (changed: Files) => {
      const loaded = await load(changed);
      return loaded.ok ? loaded.value.unsigned : [];
    };
    const before = await unsignedOf({});
    const hash = before.find(({ flow }) => flow === 'home')?.hash ?? '';
    const signed = `sign-off: { by: A clinician, on: 2026-11-01, hash: '${hash}' }\n${HOME_YAML}`;

    expect(before.map(({ flow }) => flow)).toEqual(['home', 'back']);
    expect(await unsignedOf({ 'flows/home.yaml': signed })).toEqual([before[1]]);
    const changed = await unsignedOf({ 'flows/home.yaml': signed.replace('R1', 'R2') });
    expect(changed.map(({ flow }) => flow)).toEqual(['home', 'back']);
  });

  it('leads to a person where a flow is not active', async () => {
    const loaded = await load({
      ...home('bye: { end: [bye] }', 'bye: { goto: later }'),
      'flows/later.yaml': 'not: read',
      'locales/km/flows/home.json': { hello: 'ក', sure: { ask: 'ក', yes: 'ក' } },
      'locales/en/flows/home.json': { hello: 'a', sure: { ask: 'a', yes: 'a' } },
    });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));

    expect(loaded.value.bundle.flows.get('home')?.steps.get('bye')).toEqual({
      kind: 'goto',
      flow: 'back',
    });
  });

  it('tells all mistakes at once, each with its line and what to do', async () => {
    const found = await problemsOf({
      ...home('{ say: [hello], next: sure }', '{ say: [hello], next: nowhere }'),
      'flows/back.yaml':
        'id: other\npurpose: Goes back.\nstart: back\nsteps:\n  back: { return: false }\n',
      'locales/en/flows/home.json':
        '{\n  "hello": "Call 117",\n  "sure": { "ask": "Sure?" },\n  "bye": "{{name}}"\n}',
      'flows/hours.yaml': 'zone: Asia/Nowhere\nalways: true\n',
    });

    expect(found.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'flows/back.yaml:1',
      'flows/back.yaml:5',
      'flows/home.yaml:7',
      'flows/hours.yaml:1',
      'locales/en/flows/home.json:2',
      'locales/en/flows/home.json:3',
      'locales/en/flows/home.json:4',
    ]);
    expect(found.every(({ what, mend }) => what !== '' && mend !== '')).toBe(true);
    expect(found.at(2)).toEqual({
      file: 'flows/home.yaml',
      line: 7,
      path: 'steps.hello.next',
      what: 'there is no step nowhere',
      mend: 'Name one of this flow: hello, sure, bye.',
    });
  });

  it.each<[string, Files, string]>([
    [
      'an id that is not the file',
      home('id: home', 'id: house'),
      'flows/home.yaml:1 id is house in the file of home',
    ],
    [
      'an unknown start',
      home('start: hello', 'start: hi'),
      'flows/home.yaml:5 there is no step hi',
    ],
    ['an unknown step', home('skip: bye', 'skip: by'), 'flows/home.yaml:14 there is no step by'],
    [
      'an unknown flow',
      home('{ end: [bye] }', '{ goto: away }'),
      'flows/home.yaml:15 there is no flow away',
    ],
    [
      'an unknown variable',
      home('save: sure', 'save: certain'),
      'flows/home.yaml:12 there is no variable certain',
    ],
    ['an unknown value', home('is: no,', 'is: never,'), 'flows/home.yaml:13 sure cannot be never'],
    [
      'a skip that the variable cannot hold',
      home('[yes, no, skipped]', '[yes, no]'),
      'flows/home.yaml:14 sure cannot be skipped',
    ],
    [
      'a choice twice',
      home('is: no,', 'is: yes,'),
      'flows/home.yaml:13 the choice yes stands there twice',
    ],
    [
      'a step without a kind',
      home('{ end: [bye] }', '{ ends: [bye] }'),
      'flows/home.yaml:15 step bye does nothing that we know',
    ],
    [
      'a step of two kinds',
      home('{ end: [bye] }', '{ end: [bye], return: true }'),
      'flows/home.yaml:15 step bye does several things: end, return',
    ],
    [
      'a strange field',
      home('{ end: [bye] }', '{ end: [bye], then: home }'),
      'flows/home.yaml:15 then: no such field here',
    ],
    [
      'a missing field',
      home('hello: { say: [hello], next: sure }', 'hello: { say: [hello] }'),
      'flows/home.yaml:7 next is missing',
    ],
    [
      'a step that is there twice',
      home('  bye: { end: [bye] }', '  bye: { end: [bye] }\n  bye: { end: [] }'),
      'flows/home.yaml:16 this name stands there twice',
    ],
    [
      'broken YAML',
      home('{ end: [bye] }', '{ end: [bye'),
      'flows/home.yaml:16 cannot be read: BAD_INDENT',
    ],
    [
      'a local variable that hides a global one',
      home('{ sure:', '{ device: [own], sure:'),
      'flows/home.yaml:4 device already means something for all flows',
    ],
    [
      'a branch on an unknown fact',
      home('{ end: [bye] }', '{ branch: weather, is: { fine: sure }, else: sure }'),
      'flows/home.yaml:15 there is no variable weather',
    ],
    [
      'a branch on an impossible fact',
      home('{ end: [bye] }', '{ branch: desk, is: { ajar: sure }, else: sure }'),
      'flows/home.yaml:15 desk cannot be ajar',
    ],
    [
      'an unknown kind of service',
      home(
        '{ end: [bye] }',
        '{ services: { kind: magic, scope: national }, lead: bye, none: bye, next: sure }',
      ),
      'flows/home.yaml:15 kind is not one of the allowed values',
    ],
    [
      'a step that nothing leads to',
      home('skip: bye\n', 'skip: bye\n  lost: { end: [] }\n'),
      'flows/home.yaml:15 nothing leads to step lost',
    ],
    [
      'a step without a way out',
      home('{ end: [bye] }', '{ say: [bye], next: sure }'),
      'flows/home.yaml:15 no way leads from step bye to an end',
    ],
    [
      'a circle without a question',
      home(
        '{ end: [bye] }',
        '{ branch: sure, is: { no: stop }, else: turn }\n  turn: { say: [bye], next: bye }\n  stop: { end: [] }',
      ),
      'flows/home.yaml:15 these steps go round without asking anything',
    ],
    [
      'a missing flow file',
      { 'flows/back.yaml': null },
      'flows/bundle.yaml:2 flows/back.yaml is missing',
    ],
    [
      'a start that is not active',
      top('start: home', 'start: away'),
      'flows/bundle.yaml:3 away is not an active flow',
    ],
    [
      'an any-time flow that is not active',
      top('exit: back', 'exit: gone'),
      'flows/bundle.yaml:5 gone is not an active flow',
    ],
    [
      'too many globals',
      top('  device: [own, shared]', [...'abcdefghi'].map((name) => `  ${name}: [own]`).join('\n')),
      'flows/bundle.yaml:7 9 variables for all flows',
    ],
    [
      'a missing text',
      { 'locales/km/flows/home.json': { hello: 'ក', sure: { ask: 'ក', yes: 'ក' } } },
      'locales/km/flows/home.json:1 bye is missing; step bye of flows/home.yaml says it',
    ],
    [
      'a label in one language only',
      { 'locales/km/flows/home.json': { hello: 'ក', sure: { ask: 'ក' }, bye: 'ក' } },
      'locales/km/flows/home.json:3 sure.yes is missing; step sure of flows/home.yaml says it',
    ],
    [
      'a text that only one language has',
      { 'locales/en/flows/back.json': { extra: 'More' } },
      'locales/km/flows/back.json:1 extra is missing; en has it',
    ],
    [
      'a missing text of the bot',
      { 'locales/en/bot.json': { ...botTexts('en'), stale: undefined } },
      'locales/en/bot.json:1 stale is missing; the bot says it by itself',
    ],
    [
      'a missing text file',
      { 'locales/km/flows/home.json': null },
      'locales/km/flows/home.json:1 this file is missing',
    ],
    [
      'a text that is a list',
      { 'locales/en/flows/back.json': '{\n"hello": []\n}', 'locales/km/flows/back.json': {} },
      'locales/en/flows/back.json:2 hello is not a text',
    ],
    [
      'an empty text',
      { 'locales/en/flows/back.json': { x: ' ' }, 'locales/km/flows/back.json': { x: 'ក' } },
      'locales/en/flows/back.json:2 x is empty',
    ],
    [
      'a number in Khmer digits',
      { 'locales/en/flows/back.json': { x: 'a' }, 'locales/km/flows/back.json': { x: 'ហៅ ១២៨០' } },
      'locales/km/flows/back.json:2 x has digits like a phone number',
    ],
    [
      'a broken placeholder',
      {
        'locales/en/flows/back.json': { x: '{{to} min' },
        'locales/km/flows/back.json': { x: 'ក' },
      },
      'locales/en/flows/back.json:2 x has a bracket of a placeholder that is not whole',
    ],
    [
      'a text reached into another',
      {
        'locales/en/flows/back.json': { x: '$t(bot:left)' },
        'locales/km/flows/back.json': { x: 'ក' },
      },
      'locales/en/flows/back.json:2 x has a bracket of a placeholder that is not whole',
    ],
    [
      'a text that is there twice',
      {
        'locales/en/flows/back.json': '{\n"x": "a",\n"x": "b"\n}',
        'locales/km/flows/back.json': { x: 'ក' },
      },
      'locales/en/flows/back.json:3 this name stands there twice',
    ],
    [
      'YAML in a JSON file',
      { 'locales/en/flows/back.json': '{\n"x": "a",\n}', 'locales/km/flows/back.json': { x: 'ក' } },
      'locales/en/flows/back.json:3 is not JSON',
    ],
    [
      'a word list that is missing words',
      { 'flows/lexicon/exit.yaml': 'status: draft\nkhmer: [a]\n' },
      'flows/lexicon/exit.yaml:1 khmer: no such field here',
    ],
    [
      'a phrase with a set that nobody made',
      {
        'flows/lexicon/distress.yaml':
          'status: draft\nconcerns:\n  - concern: danger\n    en: [hits me, hits <mee>]\n',
      },
      'flows/lexicon/distress.yaml:4 there is no set <mee>',
    ],
    [
      'services with a row that is incomplete',
      { 'flows/services.yaml': 'services:\n  - id: a\n' },
      'flows/services.yaml:2 kind is not one of the allowed values',
    ],
    [
      'a bundle without a top',
      { 'flows/bundle.yaml': null },
      'flows/bundle.yaml:1 this file is missing',
    ],
    [
      'a review that is none',
      { 'locales/en/reviews.json': { 'home:bye': 'yes' } },
      'locales/en/reviews.json:2 home:bye must be an object',
    ],
  ])('refuses %s', async (_, changed, problem) => {
    expect(await told(changed)).toContain(problem);
  });

  it('refuses calls in a circle', async () => {
    const found = await told({
      ...home('{ end: [bye] }', '{ call: back, next: sure }'),
      'flows/back.yaml': 'id: back\npurpose: Goes on.\nstart: on\nsteps:\n  on: { goto: home }\n',
    });

    expect(found).toContain('flows/home.yaml:15 the call of back leads back to home');
  });

  it('refuses calls that go too deep', async () => {
    const flow = (id: string, call: string) =>
      `id: ${id}\npurpose: Calls.\nstart: on\nsteps:\n  on: { call: ${call}, next: back }\n  back: { return: true }\n`;
    const names = ['a', 'b', 'c', 'd'];
    const texts = Object.fromEntries(
      names.flatMap((name) =>
        ['km', 'en'].map((language) => [`locales/${language}/flows/${name}.json`, {}]),
      ),
    );
    const flows = {
      'flows/b.yaml': flow('b', 'c'),
      'flows/c.yaml': flow('c', 'd'),
      'flows/d.yaml': flow('d', 'back'),
    };
    const deep = {
      ...top('[home, back]', '[home, back, a, b, c, d]'),
      ...texts,
      ...flows,
      'flows/a.yaml': flow('a', 'b'),
    };

    expect(await told(deep)).toEqual(['flows/a.yaml:5 from here calls go deeper than 4 flows']);
    expect(await told({ ...deep, 'flows/a.yaml': flow('a', 'c') })).toEqual([]);
    // Whoever goes on anew stands alone there, however deep it is from then on.
    const anew = flow('b', 'c').replace('call: c, next: back', 'goto: a, anew: true');
    const circle = anew.replace('  back: { return: true }\n', '');
    expect(await told({ ...deep, 'flows/a.yaml': flow('a', 'c'), 'flows/b.yaml': circle })).toEqual(
      [],
    );
  });

  it('accepts a circle of calls whose flow asks', async () => {
    const found = await told({
      ...home(
        '{ end: [bye] }',
        '{ call: back, next: again }\n  again: { branch: sure, is: { no: stop }, else: bye }\n  stop: { end: [bye] }',
      ),
      'flows/back.yaml':
        'id: back\npurpose: Asks.\nstart: on\nsteps:\n  on: { ask: on, choices: [{ is: yes, next: back }] }\n  back: { return: true }\n',
      'locales/km/flows/back.json': { on: { ask: 'ក' } },
      'locales/en/flows/back.json': { on: { ask: 'a' } },
    });

    expect(found).toEqual([]);
  });
});

describe('the bundle of this repository', () => {
  it('loads without a problem', async () => {
    const loaded = await loadBundle('.');

    expect(loaded.ok ? [] : loaded.error).toEqual([]);
  });
});
