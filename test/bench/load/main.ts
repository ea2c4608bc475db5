import process from 'node:process';
import { type Children, childrenOf } from './children.ts';
import { closedLoop, openLoop, quantile } from './loops.ts';
import { startLeanPlatform } from './platform.ts';
import { type Poster, posterTo } from './post.ts';
import { Ask, type Told, WIDTH } from './protocol.ts';

/** The load process: the children and both platforms, apart from what is measured. */

let children: Children | null = null;
let poster: Poster | null = null;

const platform = await startLeanPlatform((child, text) => children?.shown(child, text));
const tell = (told: Told) => process.send?.(told);

async function answer(ask: Ask): Promise<Told> {
  if (ask.do === 'begin') return begin(ask);
  if (children === null) throw new Error('nothing has begun');
  if (ask.do === 'closed') {
    return { kind: 'closed', ...(await closedLoop(children, WIDTH, (_, ms) => ms < ask.ms)) };
  }
  if (ask.do === 'open') {
    const times = await openLoop(children, ask.perSecond, ask.ms);
    const both = (values: readonly number[]) => ({
      p50: quantile(values, 0.5),
      p99: quantile(values, 0.99),
    });
    return {
      kind: 'open',
      turns: times.length,
      reply: both(times.map(({ replyMs }) => replyMs)),
      ack: both(times.map(({ ackMs }) => ackMs)),
    };
  }
  const failed = children.failed();
  children = null;
  await poster?.close();
  return { kind: 'ended', failed };
}

async function begin(ask: Extract<Ask, { readonly do: 'begin' }>): Promise<Told> {
  await poster?.close();
  poster = posterTo(ask.target);
  children = childrenOf(ask.target, poster, ask.children, ask.opens);
  await children.learn();
  await closedLoop(children, WIDTH, (turns) => turns < ask.warmTurns);
  return { kind: 'begun' };
}

process.on('message', (message) => {
  void answer(Ask.parse(message))
    .catch((error: unknown): Told => {
      return { kind: 'trouble', why: error instanceof Error ? error.message : 'unknown' };
    })
    .then(tell);
});
process.on('disconnect', () => process.exit(0));
tell({ kind: 'listening', port: platform.port });
