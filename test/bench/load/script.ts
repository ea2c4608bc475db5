/** What a synthetic child writes: once at the start, then over and over. Every text has one reply. */
export interface Script {
  readonly opening: readonly string[];
  readonly loop: readonly string[];
}

/**
 * Their way through the flow of `bundle.ts`. Half of the children write in each language. The loop is two answers by number and two texts that no flow asked for:
 * the dearer half, because those are looked through for exit words and distress.
 */
export const SCRIPTS: readonly Script[] = [
  {
    opening: ['hello', '2'],
    loop: ['It is about school', '3', 'I do not know', '6'],
  },
  {
    opening: ['សួស្តី', '1'],
    loop: ['អំពីសាលារៀន', '3', 'ខ្ញុំមិនដឹង', '6'],
  },
];
