import type { z } from 'zod';
import { SECRETS, SETTINGS } from './schema.ts';

const HEAD = `# Every setting, with its default. Copy to .env and fill in what you need: nothing, for the demo.
# A secret can also be given as the path of a file that holds it: NAME_FILE=/run/secrets/name
`;

/** The text of `.env.example`, in the order of the schema. Every line is commented out, so that a copy changes nothing. */
export function envExample(): string {
  const secrets: readonly string[] = SECRETS;
  const blocks = Object.entries(SETTINGS).map(([name, schema]) => {
    const mark = secrets.includes(name) ? ' (secret)' : '';
    return `# ${schema.description ?? ''}${mark}\n# ${name}=${defaultOf(schema)}\n`;
  });
  return [HEAD, ...blocks].join('\n');
}

/** As one would write it; empty when there is none. */
function defaultOf(schema: z.ZodType): string {
  const { data } = schema.safeParse(undefined);
  return data === undefined ? '' : String(data);
}
