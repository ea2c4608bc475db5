import en from '../locales/en/danger.json';
import km from '../locales/km/danger.json';
import { lateWords } from '../locales/late-words.ts';

export const useDangerWords = lateWords('danger', en, km);
