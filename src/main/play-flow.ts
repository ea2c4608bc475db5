import process from 'node:process';
import { createInterface } from 'node:readline';
import { loadBundle } from '../adapters/bundle-files/load-bundle.ts';
import { inputOf, printEffect, sceneOf } from '../domain/flow/script.ts';
import { step } from '../domain/flow/step.ts';

export interface Play {
  readonly folder: string;
  readonly flow: string | null;
  readonly language: string;
  readonly channel: string;
}

/**
 * Walks a flow in the terminal with the live engine. What is typed is what the child writes; `desk: claimed Sok`,
 * `counsellor Sok: hello` and `timer: idle` play the others.
 */
export async function playFlow(play: Play, say: (line: string) => void): Promise<0 | 1> {
  const loaded = await loadBundle(play.folder);
  if (!loaded.ok) {
    for (const { file, line, what, mend } of loaded.error) say(`${file}:${line}: ${what}. ${mend}`);
    return 1;
  }
  const { bundle } = loaded.value;
  const flow = play.flow ?? bundle.start;
  if (!bundle.flows.has(flow)) {
    say(`There is no flow "${flow}". There are: ${[...bundle.flows.keys()].join(', ')}`);
    return 1;
  }
  const header = [
    `flow: ${flow}`,
    `channel: ${play.channel}`,
    'desk: open 5-15',
    'services: helpline,police',
  ];
  const scene = sceneOf(bundle, play.language, header);
  let { state } = scene;
  const act = (line: string) => {
    const input = inputOf(line) ?? inputOf(`child: ${line}`);
    if (input === undefined) return;
    const owner =
      input.kind === 'claimed' ? { kind: 'counsellor' as const, id: input.by.id } : state.owner;
    const stepped = step(bundle, { ...state, owner }, input, scene.facts);
    state = stepped.state;
    for (const effect of stepped.effects) {
      for (const printed of printEffect(effect, state, scene.facts)) say(printed);
    }
  };
  act('child: (opened)');
  for await (const line of createInterface({ input: process.stdin })) {
    act(line);
    if (state.ended !== null) break;
  }
  return 0;
}
