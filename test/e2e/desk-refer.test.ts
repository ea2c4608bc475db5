import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import type { WebChild } from '../support/web-child.ts';

let world: DeskWorld;
let sok: Page;
let child: WebChild;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  child = await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().click();
  await sok.locator('[role=log]').waitFor();
});
afterAll(() => world.close());

describe('guidance beside the chat', () => {
  it('is there for what the child chose, with all four parts, and says that nobody reviewed it', async () => {
    const guidance = sok.locator('.guidance');
    await guidance.getByRole('heading', { name: 'Do not say' }).waitFor();

    expect(await guidance.locator('select').inputValue()).toBe('sexual-extortion');
    expect(await guidance.locator('[data-part]').count()).toBe(4);
    expect(await guidance.locator('[data-part=say] li').count()).toBeGreaterThan(1);
    expect(await guidance.innerText()).toContain('Not reviewed yet');
  });

  it('follows another look, and changes with it', async () => {
    const say = sok.locator('.guidance [data-part=say]');
    const before = await say.innerText();
    await sok.locator('.guidance select').selectOption('self-harm');

    expect(await say.innerText()).not.toBe(before);
  });
});

describe('a referral', () => {
  const cards = () => sok.locator('.refer-cards > li');

  it('is found by province and kind, with both languages on the card', async () => {
    await sok.getByRole('button', { name: 'Refer', exact: true }).click();
    await cards().first().waitFor();
    const all = await cards().count();
    await sok.getByRole('dialog').getByLabel('What for').selectOption('helpline');
    const fewer = await cards().count();

    expect(fewer).toBeGreaterThan(0);
    expect(fewer).toBeLessThan(all);
    expect(await cards().first().locator('dl[lang=km] dt').innerText()).toMatch(
      /\p{Script=Khmer}/u,
    );
    expect(await cards().first().locator('dl[lang=en] dt').innerText()).toMatch(/[a-z]/i);
  });

  it("comes to the child as the counsellor's line in the child's language, and into the wrap-up", async () => {
    const name = await cards().first().locator('dl[lang=en] dt').innerText();
    await cards().first().getByRole('button').click();
    await sok.getByRole('dialog').getByText(`${name} is in the chat`).waitFor();
    await sok.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await sok.getByRole('log').getByText(name).waitFor();
    for (let tries = 0; !child.read().join(' ').includes(name) && tries < 400; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    expect(child.read().join(' ')).toContain(name);

    await sok.getByRole('button', { name: 'Close', exact: true }).click();
    await sok.getByRole('dialog').getByRole('button', { name: 'Close the conversation' }).click();
    await sok.locator('.wrap-up').waitFor();

    expect(await sok.getByLabel('Helpline by phone').isChecked()).toBe(true);
  });
});
