import type { Language } from '../../flow/bundle.ts';

/** Words that no text may hold, why, and what to write instead. */
export interface Forbidden {
  readonly rule: string;
  readonly why: string;
  readonly mend: string;
  readonly words: Readonly<Record<Language, RegExp>>;
}

/**
 * Sources: UNICEF Safer Chatbots; Terminology Guidelines, 2nd edition, 2025; the practice rules R3 to R5, R8, R17, R22,
 * R30, R45 and R47. Khmer: drafts by a non-native writer. Texts are compared without zero-width signs, in lower case.
 */
export const FORBIDDEN: readonly Forbidden[] = [
  {
    rule: 'no-promise',
    why: 'promises what nobody can keep',
    mend: 'Say what we do and where it ends, without a promise.',
    words: {
      en: /\b100 ?(%|percent)|\bsecrets?\b|\b(we|i) (promise|guarantee)\b|\b(nobody|no one|no-one) will (ever )?(know|find out|see)\b|\byou are safe( now)?\b|\byou're safe\b|\bwe (will|'ll) (catch|remove|stop|delete it|take (it|them) (down|off))\b|\beverything will be (fine|ok|okay|all right)\b|\bcompletely (private|anonymous)\b/,
      km: /១០០ ?(%|ភាគរយ)|100 ?(%|ភាគរយ)|(?<!លេខ|ពាក្យ)សម្ងាត់|សន្យា|ធានា|គ្មាន(អ្នកណា|នរណា)(នឹង)?(ដឹង|ឃើញ)|មានសុវត្ថិភាពហើយ|យើងនឹង(ចាប់|លុប|បញ្ឈប់|ដក)|អ្វីៗនឹងល្អ/,
    },
  },
  {
    rule: 'no-blame',
    why: 'puts the blame on the child, or on the picture',
    mend: 'Say that the one who does it does wrong; describe what happened without judging.',
    words: {
      en: /\byou should(n't| not)? have\b|\bwhy did(n't| not)? you\b|\byour own fault\b|\b(it is|it's|was) your fault\b|(?<!not )\byour mistake\b|\byou (were|have been) (careless|stupid|foolish|naive)\b|\byou let (them|him|her)\b|\byou sent\b|\byou agreed to\b|\bbe more careful\b|\bshameful\b|\bashamed of yourself\b|\binappropriate (picture|photo|image|behaviou?r)s?\b|\brevenge\b|\bruined\b/,
      km: /ជាកំហុសរបស់(ប្អូន|អ្នក)(?!ទេ|ដែរ|ឡើយ)|ខ្វះការប្រុងប្រយ័ត្ន|គិតខ្លី|ខូចខ្លួន|ធ្លាក់ខ្លួន|បាត់បង់(ព្រហ្មចារី|គុណតម្លៃ|កិត្តិយស)|មិនសមរម្យ|ចាញ់បោក|កុំឆាប់ជឿ|កុំនៅស្ងៀម|មួម៉ៅ/,
    },
  },
  {
    rule: 'right-terms',
    why: 'is a term that harms children',
    mend: 'Use the words of the glossary: sexual pictures of a child, someone threatens to share a picture.',
    words: {
      en: /\bchild (porn|pornography|prostitut\w*|sex worker)\b|\bkiddie porn\b|\bsextortion\b|\brevenge porn\b|\b(sex )?victims?\b|\bpa?edophiles?\b|\bvirginity\b|\bmonsters?\b/,
      km: /អាសអាភាស|ស្រីពេស្យា|ពេស្យាចារ|ជន(រងគ្រោះ|ខិលខូច|ទុច្ចរិត)|(ក្មេងស្រី|យុវតី)រងគ្រោះ|ព្រហ្មចារី|ប្រទូស្តកេរ្តិ៍|ជួយខ្លួនឯង/,
    },
  },
  {
    rule: 'never-human',
    why: 'lets the program pass for a person, a counsellor or the police',
    mend: 'The program says "we" or "this program"; only a counsellor speaks as a person.',
    words: {
      en: /\bi am\b(?! in danger)|\bi'm\b(?! in danger)|\b(we are|this is) (the police|a counsell?or|your friend)\b|\bi (understand|feel|know|believe|care|will|can)\b/,
      km: /ខ្ញុំជា(?!មិត្ត)(មនុស្ស|អ្នកប្រឹក្សា|នគរបាល|ប៉ូលីស|គ្រូ)|យើងជា(នគរបាល|ប៉ូលីស|មិត្តរបស់)|បង(នឹង|អាច|ជា)(?!ប្អូន)/,
    },
  },
  {
    rule: 'asks-no-identity',
    why: 'asks who or where the child is',
    mend: 'Ask nothing by which a child can be known. A closed question with a way past it is enough.',
    words: {
      en: /\b(what is|what's|tell us|give us|write|enter|type|send us) (your|the) (full |real )?(name|phone|number|address|age|school|village|birthday|id)\b|\bhow old are you\b|\bwhere do you live\b|\bwhich school\b|\bwho (is|was) (he|she|it|the person)\b/,
      km: /ឈ្មោះអ្វី|ឈ្មោះ(ពិត)?របស់(ប្អូន|អ្នក)ជា|លេខទូរ(ស័ព្ទ|សព្ទ)របស់(ប្អូន|អ្នក)|អាយុប៉ុន្មាន|រៀននៅសាលាណា|(ផ្ទះ|រស់)នៅឯណា|នៅភូមិណា/,
    },
  },
  {
    rule: 'asks-no-story',
    why: 'asks for the story, investigates, or doubts',
    mend: 'Offer closed choices and a way past them; never why, how often, what did they do, are you sure.',
    words: {
      en: /\bwhy\b|\bhow (many times|often)\b|\bwhat did (he|she|they|it)\b|\bdid you (send|do|let|agree|say)\b|\bare you sure\b|\btell (us|me) (more|everything|what happened|about (it|what))\b|\bdescribe\b|\bwhat exactly\b|\bdetails?, please\b/,
      km: /ហេតុអ្វី|ម៉េចក៏|ប៉ុន្មានដង|គេធ្វើអី|តើប្អូនបានផ្ញើ|(?<!មិន)ប្រាកដ(ទេ|ឬ)|ពន្យល់ឱ្យ|(?<!មិនចាំបាច់[^។]*)រៀបរាប់/,
    },
  },
  {
    rule: 'no-family-by-default',
    why: 'sends the child to the family, where the one who harms may be',
    mend: 'Say "an adult you feel safe with", and that having nobody is a full answer.',
    words: {
      en: /\b(tell|talk to|ask|go to|call|inform) (your|a|the) (parents?|mother|father|mum|mom|dad|family|teacher|brother|sister|grandmother|grandfather|uncle|aunt|guardian)\b/,
      km: /(ប្រាប់|និយាយជាមួយ|ទៅរក|សួរ|ហៅ)(ឪពុក|ម្តាយ|ម្ដាយ|ម៉ាក់|ប៉ា|គ្រួសារ|គ្រូ|បងប្អូន|ជីដូន|ជីតា|ពូ|មីង|អាណាព្យាបាល)/,
    },
  },
  {
    rule: 'no-medical-or-legal-advice',
    why: 'is medical or legal advice, or a promise about the law',
    mend: 'Name a health worker or a lawyer as someone to ask; promise nothing either way.',
    words: {
      en: /\b(pills?|medicines?|tablets?|dose|hiv|pep|pregnan\w*|std|sti|infection)\b|\bage of consent\b|\blegal age\b|\bconsent(ed)? to sex\b|\b(cannot|can't|can not|won't|will not|never) (get into|get in|be in) trouble\b|\b(will|must) be (arrested|punished|jailed)\b|\bprison|\bjail\b|\bagainst the law for you\b/,
      km: /លេបថ្នាំ|ថ្នាំ(បង្ការ|ពន្យារ)|មេរោគ|អេដស៍|មានផ្ទៃពោះ|អាយុ(យល់ព្រម|ស្របច្បាប់)|ជាប់គុក|ជាប់ពន្ធនាគារ|នឹងត្រូវចាប់|ដាក់គុក/,
    },
  },
  {
    rule: 'no-false-return',
    why: 'says that someone comes back, without anybody who would',
    mend: 'Say when the desk is open and who can be called now.',
    words: {
      en: /\b(we|someone|somebody|a counsell?or) (will|'ll) (be )?(back|contact you|get back|write to you|call you)\b|\bback soon\b|\bshortly\b|\bin a (moment|minute)\b/,
      km: /នឹង(ទាក់ទង|ហៅ|ឆ្លើយ)ទៅវិញឆាប់|ត្រឡប់មកវិញឆាប់|បន្តិចទៀតនឹង/,
    },
  },
  {
    rule: 'plain-words',
    why: 'is jargon or an abbreviation',
    mend: 'Use words that a child of twelve reads easily.',
    words: {
      en: /\b(ocsea|csam|ncii|ngo|lgbtq?\w*|psychosocial|perpetrators?|offenders?|disclos\w+|non-consensual|exploitation|confidentiality|anonymi[sz]ed|url|metadata|caregiver)\b/,
      km: /\b(ocsea|csam|ngo|lgbtq?)\b|ជំងឺផ្លូវចិត្ត|ផ្លូវចិត្ត|អនាមិក|លោកអ្នក|កេងប្រវ័ញ្ច/,
    },
  },
  {
    rule: 'no-deleting-of-proof',
    why: 'can be read as telling a child to delete what another wrote',
    mend: 'Name the chat with us, or say that what others wrote is better kept.',
    words: {
      en: /(?<!["“«]|\byour wish to |\b(not|never|nobody|without)\b[^.!?]*)\b(delete|erase|clear|remove|uninstall|deactivate)\b(?![^.!?]*\b(with us|our chat|this chat|we hold)\b)|(?<!\bwrite )["“«](delete|clear|remove)\b(?!.*\b(with us|our chat)\b)/,
      km: /(?<!កុំ|មិន(គួរ|ចាំបាច់)?|ត្រូវ|បាន|យើង|ការសុំ|«)លុប(?![^។?!]*(ជាមួយយើង|ការជជែកនេះ))|«(delete|clear)[^»]*»(?!.*ជាមួយយើង)/,
    },
  },
  {
    rule: 'no-keeping-of-pictures',
    why: 'can be read as telling somebody to keep or pass on the picture, or asks for a link',
    mend: 'Say that nobody needs to save, show or send the picture; a link goes into the form of the hotline.',
    words: {
      en: /(?<!\b(not|never|nobody|no one|no need|cannot|without|threaten\w*)\b[^.!?]*)\b(save|keep|copy|forward|upload|download|screenshot|record|pass|send|share|show|post)\b[^.!?]*\b(pictures?|photos?|images?|videos?|nudes?)\b|(?<!\b(not|never)\b[^.!?]*)\b(send|paste|write|give|share|post)\b[^.!?]*\blinks?\b/,
      km: /(?<!(កុំ|មិន|គំរាម)[^។?!]*|គេ)(រក្សាទុក|ចម្លង|បញ្ជូន|ផ្ញើ|ថត|បង្ហោះ|ចែក|បង្ហាញ)[^។?!]*(រូប|វីដេអូ)|(?<!(កុំ|មិន)[^។?!]*)(ផ្ញើ|បិទភ្ជាប់)[^។?!]*តំណ/,
    },
  },
  {
    rule: 'gender-open',
    why: 'speaks to or of one gender only',
    mend: 'Use "they" and "the person"; បាទ/ចាស together, or មាន, បាន, មែន.',
    words: {
      en: /\b(he|she|him|her|his|hers|himself|herself|boyfriend|girlfriend|son|daughter)\b|^(?!.*\bboys?\b).*\bgirls?\b|^(?!.*\bgirls?\b).*\bboys?\b/,
      km: /(?<!បាទ\/)ចាស(?!\/បាទ|់)|បាទ(?!\/ចាស)|អ្នកគ្រូ|^(?!.*ប្រុស).*ស្រី|^(?!.*ស្រី).*ប្រុស/,
    },
  },
];

/** Words of the subject; what we say by ourselves, or on the first screen, holds none of them (R1, R38). */
export const TOPICAL: Readonly<Record<Language, RegExp>> = {
  en: /\b(abus\w*|sex\w*|naked|nude|picture|photo|threat\w*|blackmail|rape\w*|touch\w*|suicid\w*|kill\w*|die|dying|hurt\w*|harm\w*|police|helpline|violence|groom\w*)\b/,
  km: /ផ្លូវភេទ|អាក្រាត|រូប|គំរាម|រំលោភ|ធ្វើបាប|ស្លាប់|នគរបាល|ប៉ូលីស|លេខជំនួយ|ហិង្សា|ប៉ះ/,
};

/** A text as the lists compare it. */
export function plain(text: string): string {
  return text.replace(/[\u200b-\u200d\ufeff]/g, '').toLowerCase();
}
