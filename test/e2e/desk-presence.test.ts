import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullQueue, setStage } from '../support/desk-scenes.ts';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

let world: DeskWorld;
let sok: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  // Made available behind the page's back.
  await sok.reload();
  await sok.getByRole('switch').first().waitFor();
});
afterAll(() => world.close());

const shown = () => sok.getByRole('switch').first().isChecked();
const onServer = () =>
  sok.evaluate(`fetch('/api/queue').then((answer) => answer.json()).then((it) => it.available)`);
/** Does something, and waits until the server has answered the change that follows from it. */
const changed = async (act: () => Promise<unknown>, times = 1) => {
  let left = times;
  const answered = sok.waitForResponse((answer) => {
    if (answer.url().endsWith('/api/presence')) left -= 1;
    return left === 0;
  });
  await act();
  await answered;
};
const click = () => sok.locator('.presence label').first().click();
const agree = async (available: boolean) => {
  while ((await shown()) !== available) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await onServer()).toBe(available);
  expect(await shown()).toBe(available);
};

describe('the presence switch', () => {
  it('says what the server says, through clicks, another language and a reload', async () => {
    await agree(true);
    await changed(click);
    await agree(false);

    await sok.getByText('ខ្មែរ', { exact: true }).first().click();
    await sok.locator('html[lang=km]').waitFor();
    await agree(false);
    await changed(click);
    await agree(true);

    await sok.getByText('English', { exact: true }).first().click();
    await sok.locator('html[lang=en]').waitFor();
    await agree(true);
    await sok.reload();
    await sok.getByRole('switch').first().waitFor();
    await agree(true);
  });

  it('takes the last of two quick clicks for the last word', async () => {
    await changed(async () => {
      await click();
      await click();
    }, 2);
    await agree(true);
  });

  it('goes back when the server cannot be reached, and says so', async () => {
    await sok.route('**/api/presence', (route) => route.abort());
    await click();
    await sok.getByText('Your availability could not be changed.').waitFor();
    await agree(true);
    await sok.unroute('**/api/presence');
  });
});

describe('whoever takes no new conversations any more, without having said so here', () => {
  const told = () => sok.getByText('You no longer take new conversations');
  const elsewhere = async () => {
    const other = await sok.context().newPage();
    await other.goto(sok.url());
    const answered = other.waitForResponse((answer) => answer.url().endsWith('/api/presence'));
    await other.locator('.presence label').first().click();
    await answered;
    await other.close();
  };

  it('is told, and takes them again with one press', async () => {
    await agree(true);
    expect(await told().count()).toBe(0);
    await elsewhere();
    await told().waitFor();

    await changed(() => sok.getByRole('button', { name: 'Take new conversations' }).click());
    await told().waitFor({ state: 'detached' });
    await agree(true);
  });

  it('is told that it did not work, and may press again', async () => {
    await elsewhere();
    await sok.route('**/api/presence', (route) => route.abort());
    const take = sok.getByRole('button', { name: 'Take new conversations' });
    await take.click();
    await sok.locator('.banner').getByText('Your availability could not be changed.').waitFor();
    await told().waitFor();
    await sok.unroute('**/api/presence');
    await changed(() => take.click());
    await told().waitFor({ state: 'detached' });
    await agree(true);
  });

  it('is told of what happened behind a covered desk, once it is opened again', async () => {
    await agree(true);
    await sok.keyboard.press('F8');
    await sok.getByRole('heading', { name: 'Nothing to see here' }).waitFor();
    const heard = sok.waitForResponse(
      async (answer) =>
        answer.url().includes('/api/queue') && (await answer.json()).available === false,
    );
    await elsewhere();
    await heard;
    await sok.keyboard.press('F8');
    await told().waitFor();
    await changed(() => sok.getByRole('button', { name: 'Take new conversations' }).click());
    await agree(true);
  });

  it('may stay away, and is told nothing where they switched it off themselves', async () => {
    await elsewhere();
    await sok.getByRole('button', { name: 'Stay away' }).click();
    await told().waitFor({ state: 'detached' });
    await changed(click);
    await agree(true);
    await changed(click);
    await agree(false);
    expect(await told().count()).toBe(0);
    await changed(click);
    await agree(true);
  });
});

describe('the places of the desk', () => {
  it('are counted alike in the header and in the empty queue, without those who sleep, and seen in a narrow window too', async () => {
    const { mine, ...queue } = fullQueue(0);
    const asleep = mine.map((card) => ({ ...card, ended: false, asleep: true }));
    await setStage(sok, { queue: { ...queue, mine: asleep } });
    await sok.reload();
    await sok.getByText('You are available for 3 more.').waitFor();
    expect(await sok.locator('#presence-load').innerText()).toBe('0 of 3 conversations');

    await sok.setViewportSize({ width: 390, height: 800 });
    expect(await sok.locator('.load-figures').innerText()).toBe('0/3');
  });
});
