import en from '../locales/en/refer.json';
import km from '../locales/km/refer.json';
import { lateWords } from '../locales/late-words.ts';

export const useReferWords = lateWords('refer', en, km);
