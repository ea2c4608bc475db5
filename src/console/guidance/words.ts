import en from '../locales/en/guidance.json';
import km from '../locales/km/guidance.json';
import { lateWords } from '../locales/late-words.ts';

export const useGuidanceWords = lateWords('guidance', en, km);
