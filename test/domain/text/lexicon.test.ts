import { describe, expect, it } from 'vitest';
import { loadLexicon } from '../../../src/adapters/bundle-files/load-lexicon.ts';
import { signalOf } from '../../../src/domain/flow/anytime.ts';
import type { Concern, Lexicon } from '../../../src/domain/flow/bundle.ts';
import {
  compileLexicon,
  matchDistress,
  matchWhole,
  type RawConcern,
} from '../../../src/domain/text/lexicon.ts';
import { normalise } from '../../../src/domain/text/normalise.ts';
import { segmentsKhmer, type WordSets } from '../../../src/domain/text/phrase.ts';

const loaded = await loadLexicon('.');
if (!loaded.ok) throw new Error(`the lexicon does not load: ${JSON.stringify(loaded.error)}`);
const lexicon = compileLexicon(loaded.value.raw);
/** A lexicon of one concern. */
function lexiconOf(one: Partial<RawConcern>, sets: WordSets = {}): Lexicon {
  const none = { phrases: [], romanised: [], benign: [], benignRomanised: [] };
  return compileLexicon({
    exit: [],
    erase: [],
    help: [],
    person: [],
    language: {},
    answers: { yes: [], no: [], unsure: [] },
    sets,
    distress: [{ concern: 'other', ...none, ...one }],
  });
}

const concernOf = (text: string): Concern | null => matchDistress(lexicon, normalise(text));

describe('matchWhole', () => {
  it.each([
    ['exit', '0'],
    ['exit', '០'],
    ['exit', ' X '],
    ['exit', 'STOP!!'],
    ['exit', '/stop'],
    ['exit', 'stop.'],
    ['exit', 'ឈប់។'],
    ['exit', 'ឈប\u200B់'],
    ['exit', '«ចាកចេញ»'],
    ['exit', 'ចាក ចេញ'],
    ['exit', 'chhob'],
    ['exit', 'jak chenh'],
    ['erase', 'លុបទិន្នន័យ'],
    ['erase', 'Delete my data'],
    ['help', 'ជួយ'],
    ['help', 'ជួយផង 🙏'],
    ['help', 'ជួយផងងងង'],
    ['help', 'juy phong'],
    ['help', 'HELP'],
    ['help', 'heeelp'],
    ['help', 'help me'],
    ['help', 'SOS'],
    ['person', '៩'],
    ['person', '១២៨០'],
    ['person', 'និយាយជាមួយមនុស្ស'],
    ['person', 'I want to talk to someone'],
  ] as const)('%s: %s', (set, text) => {
    expect(matchWhole(lexicon[set], normalise(text))).toBe(true);
    expect(lexicon[set].has(normalise(text))).toBe(true);
  });

  it.each([
    'he told me to stop',
    'គេប្រាប់ខ្ញុំឱ្យឈប់',
    'ឈប់ធ្វើអីទេ',
    'ទូរស័ព្ទបិទ',
    'xx',
    '10',
    'លុបរូបនេះចេញ',
    'ok',
    '',
  ])('does not leave at %j', (text) => {
    expect(matchWhole(lexicon.exit, normalise(text))).toBe(false);
    expect(matchWhole(lexicon.erase, normalise(text))).toBe(false);
  });

  it('knows the languages by their names', () => {
    expect(lexicon.language.get(normalise('English'))).toBe('en');
    expect(lexicon.language.get(normalise('ភាសាខ្មែរ'))).toBe('km');
  });

  it('gives no word two meanings', () => {
    const { exit, erase, help, person, language, answers } = lexicon;
    const sets = [exit, erase, help, person, language, answers];
    const words = sets.flatMap((set) => [...set.keys()]);

    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  });
});

describe('a Khmer word of the lists', () => {
  const KHMER = /[\u1780-\u17B3]/;
  const words = new Intl.Segmenter('km', { granularity: 'word' });
  const apart = (entry: string, space: string) =>
    [...words.segment(entry)].map(({ segment }) => segment).join(space);
  const { exit, erase, help, person, language } = loaded.value.raw;
  const lists = Object.entries({
    exit,
    erase,
    help,
    person,
    language: Object.values(language).flat(),
  });
  const entries = lists.flatMap(([kind, list]) =>
    list.filter((entry) => KHMER.test(entry)).map((entry) => [kind, entry] as const),
  );

  it.each(entries)('of %s is heard with spaces between its words: %s', (kind, entry) => {
    for (const space of ['', ' ', '  ', '\u200B', ' \u200B']) {
      const written = normalise(apart(entry, space));

      expect([space, signalOf(lexicon, written)?.kind]).toEqual([space, kind]);
    }
  });

  it('has spaces to lose', () => {
    const spaced = entries.filter(([, entry]) => apart(entry, ' ') !== entry);

    expect(spaced.length).toBeGreaterThan(40);
    expect(signalOf(lexicon, normalise('និយាយ ជាមួយ មនុស្ស'))).toEqual({ kind: 'person' });
    expect(signalOf(lexicon, normalise('គេ ប្រាប់ ខ្ញុំ ឱ្យ ឈប់'))).toBeUndefined();
  });
});

describe('matchDistress', () => {
  it.each([
    ['self-harm', 'ខ្ញុំចង់ស្លាប់'],
    ['self-harm', 'ខ្ញុំ ចង់ ស្លាប់'],
    ['self-harm', 'ចង់\u200Bស្លាប់'],
    ['self-harm', 'ខ្ញុំមិនចង់រស់ទៀតទេ'],
    ['self-harm', 'សម្លាប់ខ្លួន'],
    ['self-harm', 'ចង់ងាប់'],
    ['self-harm', 'ខ្ញុំអារដៃ'],
    ['self-harm', 'jong slab'],
    ['self-harm', 'knhom chongslab'],
    ['self-harm', 'I wanna die'],
    ['self-harm', "i don't want to live anymore"],
    ['self-harm', 'ខ្ញុំចង់ suicide'],
    ['danger', 'គេដេញតាមខ្ញុំ'],
    ['danger', 'ជួយខ្ញុំផង គេមកហើយ'],
    ['danger', 'jui knom'],
    ['danger', 'he has a knife'],
    ['abuse', 'គេរំលោភខ្ញុំ'],
    ['abuse', 'ke romlop knhom'],
    ['abuse', 'my uncle touched me'],
    ['extortion', 'គេគំរាមបង្ហោះរូប'],
    ['extortion', 'ke pos rub knhom'],
    ['extortion', 'he will post my pics if I dont pay'],
    ['extortion', 'គេទារលុយ'],
    ['other', 'គេឲ្យផ្ញើរូប'],
    ['other', 'គេអោយផ្ញើរូប'],
    ['other', 'he keeps asking for nudes'],
    ['person', 'ខ្ញុំចង់និយាយជាមួយមនុស្ស'],
    ['person', 'can I please talk to a person now'],
  ] as const)('hears %s in %j', (concern, text) => {
    expect(concernOf(text)).toBe(concern);
  });

  it.each([
    'សើចចង់ងាប់',
    'អស់សំណើចចង់ងាប់',
    'នឿយចង់ងាប់',
    'ក្តៅងាប់',
    'ឆ្ងាញ់ងាប់',
    'ងាប់ហើយ!',
    'ខ្លាចងាប់',
    'ថ្មងាប់',
    'ទូរស័ព្ទងាប់',
    'ស្លាប់ក្នុងហ្គេម',
    'ជំងឺនេះធ្វើឱ្យស្លាប់',
    'រំលោភអំណាច',
    'រំលោភសេចក្តីទុកចិត្ត',
    'រំលោភបំពានលក្ខខណ្ឌ',
    'វាប៉ះពាល់ដល់ការសិក្សា',
    'មន្ត្រី ៤៥រូប',
    'សង្គ្រាមគំរាមកំហែងពិភពលោក',
    'my phone died',
    'this song is to die for',
    'grapes',
    'the therapist',
    'can you help me with homework',
    'suicide squad is a film',
    'diet',
    'ok',
    '1',
    '',
  ])('hears nothing in %j', (text) => {
    expect(concernOf(text)).toBe(null);
  });

  it('hears the plainest words there are, said in either way', () => {
    for (const words of ['i want to kill myself', 'I will kill my self', 'killing myself']) {
      expect(matchDistress(lexicon, normalise(words))).toBe('self-harm');
    }
  });

  it('hears what stands beside an idiom', () => {
    expect(concernOf('នឿយចង់ងាប់ ខ្ញុំមិនចង់រស់ទេ')).toBe('self-harm');
  });

  it('does not make a phrase of what stood around an idiom', () => {
    const made = lexiconOf({ concern: 'other', phrases: ['one two'], benign: ['big joke'] });

    expect(matchDistress(made, 'one big joke two')).toBe(null);
    expect(matchDistress(made, 'one two')).toBe('other');
  });

  it('wants a short Khmer word to stand as a word', () => {
    const made = lexiconOf({ concern: 'other', phrases: ['ងាប់'], benign: [] });

    expect(segmentsKhmer()).toBe(true);
    expect(matchDistress(made, normalise('ខ្ញុំងាប់'))).toBe('other');
    expect(matchDistress(made, normalise('បង្ងាប់'))).toBe(null);
  });

  it('hears pieces of a phrase with a little between them, and not with much', () => {
    const made = lexiconOf(
      { phrases: ['<they> * hit|hits <me>'] },
      { they: ['he', 'គេ'], me: ['me', 'my sister'] },
    );

    expect(matchDistress(made, 'he always hits my sister')).toBe('other');
    expect(matchDistress(made, 'me he hits')).toBe(null);
    expect(matchDistress(made, `he ${'went to the market and '.repeat(3)} hits me`)).toBe(null);
  });

  it('hears a romanised phrase in spellings that the list does not hold', () => {
    const made = lexiconOf({ romanised: ['chong slab'], benignRomanised: ['serch chong slab'] });

    for (const text of ['jong slaab', 'CHORNG SLAP', 'jongslab', 'jòng slab', 'chhong sleab']) {
      expect(matchDistress(made, normalise(text))).toBe('other');
    }
    for (const text of ['a song, asleep', 'serj jong slap', 'song slow']) {
      expect(matchDistress(made, normalise(text))).toBe(null);
    }
  });

  it('does not choke on a long message', { timeout: 5000 }, () => {
    expect(concernOf('ខ្ញុំចង់ញ៉ាំបាយ គេ he is ke '.repeat(1000))).toBe(null);
  });
});
