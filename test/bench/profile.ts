import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Profile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
type Profile = z.infer<typeof Profile>;

/** Holds the main thread while the disk works: no share of the CPU time can be told from it. */
export const COMMIT = 'sqlite COMMIT';

/** Which part of a turn a file belongs to; the first that fits counts. Files of no layer belong to their caller. */
const LAYERS: readonly (readonly [RegExp, string])[] = [
  [/\/src\/domain\/text\/render|\/app\/render-message/, 'render'],
  [/\/src\/domain\/text\//, 'read a text'],
  [/\/src\/domain\//, 'step'],
  [/\/src\/adapters\/vault\//, 'vault'],
  [/\/src\/adapters\/sqlite\/|node:sqlite/, 'store'],
  [/\/src\/adapters\/redis\/|\/@redis\/|\/redis\//, 'store'],
  [/undici|\/src\/adapters\/undici\//, 'send'],
  [/\/telegraf\/|\/src\/adapters\/telegram\//, 'telegraf'],
  [/botkit|botbuilder|botframework|\/src\/adapters\/meta\//, 'botkit'],
  [/\/zod\//, 'zod'],
  [/\/pino|\/src\/adapters\/log\//, 'log'],
  [/\/src\/http\/|node:_http|node:http|node:net|node:internal\/stream|node:internal\/http/, 'http'],
  [/\/src\/app\/|\/src\/main/, 'app'],
  [/node:internal\/(timers|process)|node:timers/, 'timers and ticks'],
];

/**
 * Share of the main thread's busy time by layer, COMMIT left out; and COMMIT's, against all the rest. From a moment on
 * (ms after the start), of the one profile in a folder.
 */
export async function readProfile(
  folder: string,
  fromMs: number,
): Promise<ReadonlyMap<string, number>> {
  const file = (await readdir(folder)).find((name) => name.endsWith('.cpuprofile'));
  if (file === undefined) throw new Error('the server left no profile');
  const profile = Profile.parse(JSON.parse(await readFile(join(folder, file), 'utf8')));
  const layers = layerById(profile);
  const spent = new Map<string, number>();
  let at = 0;
  profile.samples.forEach((id, index) => {
    const delta = profile.timeDeltas[index] ?? 0;
    at += delta;
    const layer = layers.get(id);
    if (at < fromMs * 1000 || layer === undefined || layer === 'idle') return;
    spent.set(layer, (spent.get(layer) ?? 0) + delta);
  });
  const all = [...spent].reduce((sum, [name, us]) => (name === COMMIT ? sum : sum + us), 0);
  return new Map([...spent].sort(([, a], [, b]) => b - a).map(([name, us]) => [name, us / all]));
}

function layerById({ nodes }: Profile): ReadonlyMap<number, string> {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((c) => [c, id])));
  const layers = new Map<number, string>();
  // A parent stands before its children.
  for (const { id, callFrame } of nodes) {
    const above = layers.get(parents.get(id) ?? -1) ?? 'node itself';
    layers.set(id, ownLayer(callFrame) ?? above);
  }
  return layers;
}

function ownLayer({ functionName, url }: Profile['nodes'][number]['callFrame']) {
  if (functionName === '(garbage collector)') return 'gc';
  if (functionName === '(idle)') return 'idle';
  if (functionName === '(program)') return 'node itself';
  if (functionName === 'commitBatch') return COMMIT;
  if (url === '' && /^(parse|stringify)$/.test(functionName)) return 'json';
  return LAYERS.find(([pattern]) => pattern.test(url))?.[1];
}
