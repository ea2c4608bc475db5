import en from '../locales/en/friction.json';
import km from '../locales/km/friction.json';
import { lateWords } from '../locales/late-words.ts';

export const useFrictionWords = lateWords('friction', en, km);
