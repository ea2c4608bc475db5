/** The language a line is written in, by its script: Khmer letters make it Khmer, else English. For fonts and speech. */
export function scriptOf(text: string): 'km' | 'en' {
  return /[\u1780-\u17ff\u19e0-\u19ff]/.test(text) ? 'km' : 'en';
}
