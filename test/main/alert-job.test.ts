import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lanesOf } from '../../src/app/delivery/lanes.ts';
import { senderBeat } from '../../src/app/delivery/senders.ts';
import { noteWorker } from '../../src/app/workers.ts';
import { startAlerts } from '../../src/main/alert-job.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

/** The helpline's own alarm system, and what it was told. */
async function alarmSystem(status = 204) {
  const told: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    told.push(body);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    told,
    url: `http://127.0.0.1:${port}/alarm`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The lanes of another process. */
function oneLane(): AppWorld['core']['lanes'] {
  return lanesOf({ channels: world.core.channels, sendLeaseMs: 30_000, clock: world.now });
}

/** Two processes of one helpline look, each on its own. */
async function twoLook(url: string): Promise<void> {
  const stop = [startAlerts(world.core, url)];
  await world.idle();
  stop.push(startAlerts(world.core, url));
  await world.idle();
  for (const end of stop) await end();
}

describe('alarms of several processes', () => {
  it('are told once, as is the sign of life', async () => {
    const alarms = await alarmSystem();
    world.desk({ desk: 'full' });

    await twoLook(alarms.url);

    expect(alarms.told.sort()).toEqual([
      '{"alert":"heartbeat","count":1}',
      '{"alert":"line-full","count":0}',
    ]);
    await alarms.close();
  });

  it('give no sign of life while no process looks after the children', async () => {
    const alarms = await alarmSystem();
    await world.core.documents.delete('worker/test');

    await twoLook(alarms.url);

    expect(alarms.told).toEqual(['{"alert":"no-worker","count":1}']);
    await alarms.close();
  });

  it('tell of a platform that takes nothing from a process which alarms nobody itself', async () => {
    const alarms = await alarmSystem();
    const web = { ...world.core, worker: 'web', lanes: oneLane() };
    const { beat } = senderBeat(web);
    await beat();
    for (let failures = 0; failures < 5; failures += 1) web.lanes('telegram').failed();
    await world.later(90_000);
    await noteWorker(world.core.documents, 'test', await world.core.store.now());
    await beat();

    await twoLook(alarms.url);

    expect(alarms.told.sort()).toEqual([
      '{"alert":"channel-down","count":1}',
      '{"alert":"heartbeat","count":1}',
    ]);
    await alarms.close();
  });

  it('are told by the other when the first could not', async () => {
    const alarms = await alarmSystem(500);
    world.desk({ desk: 'full' });

    await twoLook(alarms.url);

    expect(alarms.told.filter((one) => one.includes('line-full'))).toHaveLength(2);
    await alarms.close();
  });
});
