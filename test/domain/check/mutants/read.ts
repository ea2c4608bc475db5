import type { Bundle, Step } from '../../../../src/domain/flow/bundle.ts';
import type { Changes } from '../../../support/mutants.ts';

/** The rule that finds it, the language, the text, its broken words, and what that is. */
export const READ_WORDED: readonly (readonly [string, string, string, string, string])[] = [
  ['no-promise', 'en', 'self-harm:near', 'You are safe now.', 'a promise'],
  ['no-promise', 'en', 'privacy-limits:kept', 'This is 100% private.', 'a hundred per cent'],
  ['no-promise', 'km', 'privacy-limits:kept', 'យើងរក្សាការសម្ងាត់។', 'a promise in Khmer'],
  ['no-blame', 'en', 'sexual-extortion:believed', 'You should have been more careful.', 'blame'],
  ['no-blame', 'km', 'sexual-extortion:believed', 'វាជាកំហុសរបស់ប្អូន។', 'blame in Khmer'],
  [
    'right-terms',
    'en',
    'report-numbers:in-app',
    'You can report child pornography.',
    'a term that harms',
  ],
  [
    'right-terms',
    'km',
    'report-numbers:in-app',
    'អាចរាយការណ៍រូបអាសអាភាស។',
    'a term that harms in Khmer',
  ],
  ['never-human', 'en', 'self-harm:stay', 'I am a counsellor.', 'a program that says I'],
  ['asks-no-identity', 'en', 'who:role.ask', 'How old are you?', 'an age'],
  ['asks-no-identity', 'km', 'who:role.ask', 'ប្អូនរៀននៅសាលាណា?', 'a school in Khmer'],
  ['asks-no-story', 'en', 'sexual-extortion:paid.ask', 'Why did it happen?', 'why'],
  ['asks-no-story', 'km', 'sexual-extortion:paid.ask', 'ហេតុអ្វីបានជាកើតឡើង?', 'why in Khmer'],
  ['no-family-by-default', 'en', 'self-harm:calm', 'Please tell your parents.', 'parents'],
  ['no-family-by-default', 'km', 'self-harm:calm', 'សូមប្រាប់ឪពុកម្តាយ។', 'parents in Khmer'],
  ['no-medical-or-legal-advice', 'en', 'self-harm:calm', 'These pills help.', 'medical advice'],
  ['no-false-return', 'en', 'out-of-hours:closed', 'We will be back soon.', 'a false return'],
  ['plain-words', 'en', 'privacy-limits:tell', 'This is about OCSEA.', 'an abbreviation'],
  ['gender-open', 'en', 'sexual-extortion:many', 'He does wrong.', 'one gender'],
  ['gender-open', 'km', 'sexual-extortion:many', 'រឿងនេះកើតឡើងលើក្មេងស្រី។', 'girls alone in Khmer'],
  ['no-number-in-texts', 'en', 'self-harm:stay', 'Call 012 345 678.', 'a number'],
  ['no-number-in-texts', 'km', 'self-harm:stay', 'ហៅទៅ ១២៨០', 'a number in Khmer digits'],
  ['no-link-in-texts', 'en', 'self-harm:stay', 'See helpline.example.org now.', 'a link'],
  ['no-link-in-texts', 'km', 'canned:safety.numbers', 'សូមមើល www.example.org', 'a link of a reply'],
  ['no-promise', 'en', 'canned:next.choose', 'We will remove it.', 'a promise of a reply'],
  ['no-blame', 'km', 'canned:money.no-pay', 'វាជាកំហុសរបស់ប្អូន។', 'blame in a reply'],
  ['no-number-in-texts', 'en', 'canned:safety.numbers', 'Call 1234.', 'a number in a reply'],
  [
    'no-blame',
    'en',
    'guidance:money-gifts.avoid.1',
    'You should have known. “But you took it.”',
    'blame beside what is quoted',
  ],
  ['no-blame', 'en', 'guidance:money-gifts.say.1', '“It was your fault.”', 'blame to be said'],
  ['short-sentences', 'en', 'self-harm:stay', 'One. Two. Three.', 'three sentences'],
  ['short-sentences', 'en', 'self-harm:stay', 'word '.repeat(40), 'a long sentence'],
  ['short-texts', 'en', 'bot:choices.person', 'Talk to a person who is here', 'a long button'],
  ['short-texts', 'en', 'self-harm:stay', 'word '.repeat(140), 'a long text'],
  [
    'no-deleting-of-proof',
    'en',
    'sexual-extortion:keep',
    'Please delete their messages, then block them.',
    'deleting what the other wrote',
  ],
  [
    'no-deleting-of-proof',
    'en',
    'sexual-extortion:keep',
    'In the menu of the chat with them, choose "Delete chat".',
    'a menu of the wrong chat',
  ],
  ['no-deleting-of-proof', 'km', 'sexual-extortion:keep', 'សូមលុបសាររបស់គេ។', 'deleting in Khmer'],
  [
    'no-keeping-of-pictures',
    'en',
    'sexual-extortion:keep',
    'Please save the picture as proof.',
    'saving the picture',
  ],
  [
    'no-keeping-of-pictures',
    'en',
    'sexual-extortion:keep',
    'You can send us the link here.',
    'asking for a link',
  ],
  ['no-keeping-of-pictures', 'km', 'sexual-extortion:keep', 'សូមរក្សាទុករូបនោះ។', 'saving in Khmer'],
  ['no-keeping-of-pictures', 'km', 'sexual-extortion:keep', 'សូមផ្ញើតំណមក។', 'a link in Khmer'],
  [
    'placeholders-are-filled',
    'en',
    'self-harm:stay',
    'Please stay, {{alias}}.',
    'a name that nobody fills in',
  ],
  [
    'placeholders-are-filled',
    'en',
    'who:role.ask',
    'Between {{hours}}, which one fits you?',
    'hours in a question',
  ],
  ['placeholders-are-filled', 'km', 'bot:closed', 'អរគុណ {{name}}។', 'a placeholder that is none'],
  [
    'boys-and-girls-named',
    'en',
    'sexual-extortion:many',
    'This happens to many children.',
    'neither boys nor girls',
  ],
  ['boys-and-girls-named', 'km', 'who:role.ask', 'ក្មេងៗ និងមនុស្សធំ សរសេរមកទីនេះ។', 'neither in Khmer'],
  [
    'boys-and-girls-named',
    'en',
    'who:role.ask',
    'Girls and adults write to us. Which one fits you?',
    'girls alone',
  ],
  [
    'believed-first',
    'en',
    'sexual-extortion:believed',
    'Thank you. Here are some questions.',
    'a flow about harm that believes nobody',
  ],
  [
    'friend-faces-nobody',
    'km',
    'friend-sibling:no-facing',
    'សូមថែទាំខ្លួនអ្នកផង។',
    'a friend who may go there',
  ],
];

export const READ_SHAPED: readonly (readonly [string, string, (change: Changes) => Bundle])[] = [
  [
    'every-question-has-a-way-past',
    'a question without a way past',
    ({ without }) => without('self-harm', 'what-now', 'skipped'),
  ],
  [
    'self-harm-is-asked',
    'no question about dying',
    ({ onward }) => onward('sexual-extortion', 'online', 'offer'),
  ],
  [
    'extortion-order',
    'block before keep',
    ({ saying }) => saying('sexual-extortion', 'no-reply', ['no-reply']),
  ],
  [
    'extortion-order',
    'another order of the first texts',
    ({ saying }) => saying('sexual-extortion', 'believed', ['no-pay', 'believed']),
  ],
  [
    'brief-is-complete',
    'a brief without the danger',
    ({ stepped }) =>
      stepped('handoff', 'join', (step) =>
        step.kind === 'handover'
          ? { ...step, brief: step.brief.filter((name) => name !== 'danger') }
          : step,
      ),
  ],
  [
    'urgent-first',
    'no band for danger',
    ({ stepped }) =>
      stepped('handoff', 'join', (step) =>
        step.kind === 'handover'
          ? { ...step, bands: step.bands.filter(({ band }) => band !== 'danger') }
          : step,
      ),
  ],
  [
    'harmer-options',
    'a question about the harmer without a way past',
    ({ without }) => without('sexual-extortion', 'harmer', 'skipped'),
  ],
  [
    'harmer-options',
    'a question that asks who it is',
    ({ stepped }) =>
      stepped('contact-abuse', 'harmer', (step) =>
        step.kind === 'ask'
          ? { ...step, choices: step.choices.map((one) => ({ ...one, is: 'family' })) }
          : step,
      ),
  ],
  [
    'boys-and-girls-named',
    'a way past the text that names both',
    ({ saying }) => saying('sexual-extortion', 'believed', ['believed', 'no-pay']),
  ],
  [
    'believed-first',
    'a question before the child hears that it is believed',
    ({ stepped }) => stepped('contact-abuse', 'believed', (step) => ({ ...step, say: [] }) as Step),
  ],
  [
    'friend-faces-nobody',
    'a friend who is not told to stay away',
    ({ saying }) => saying('friend-sibling', 'believe', ['believe', 'no-story']),
  ],
  [
    'believed-first',
    'a flow about harm that does not say that it is one',
    (change) => {
      const { flows, ...rest } = change.saying('contact-abuse', 'believed', ['no-details']);
      const entries = [...flows].map(([id, flow]) => [id, { ...flow, implements: [] }] as const);
      return { ...rest, flows: new Map(entries) };
    },
  ],
  [
    'self-harm-is-asked',
    'a branch that lets those through who never answered',
    ({ stepped }) =>
      stepped('contact-abuse', 'feel-known', (step) => ({ ...step, otherwise: 'offer' }) as Step),
  ],
  [
    'extortion-order',
    'a way out without a person',
    ({ leading }) => leading('sexual-extortion', 'feel', 'no', 'done'),
  ],
  [
    'every-choice-is-told',
    'a choice that is thrown away',
    ({ stepped }) =>
      stepped('sexual-extortion', 'paid', (step) => ({ ...step, save: null }) as Step),
  ],
  [
    'every-choice-is-told',
    'a brief that does not name what was saved',
    ({ stepped }) =>
      stepped('handoff', 'join', (step) =>
        step.kind === 'handover'
          ? { ...step, brief: step.brief.filter((name) => name !== 'paid') }
          : step,
      ),
  ],
  [
    'limits-are-told',
    'limits that tell of none',
    ({ saying }) => saying('privacy-limits', 'limits', ['kept']),
  ],
  [
    'sight-before-consent',
    'a line into which nobody knows what goes along',
    ({ saying }) => saying('handoff', 'sees', ['limits']),
  ],
];
