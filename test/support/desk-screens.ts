import type { Page } from 'playwright-core';
import {
  dangerTalk,
  emptyQueue,
  fullQueue,
  MINE,
  overTalk,
  pausedQueue,
  type SceneLanguage,
  type Stage,
  setLanguage,
  setStage,
  talk,
  wordsIn,
} from './desk-scenes.ts';

export type Words = (key: string) => string;

/** One thing that a counsellor can have before them. */
export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly stage: Stage;
  /** A selector of what shows that it is there. */
  readonly shown: string;
  /** What is pressed to come there. */
  readonly act?: (page: Page, t: Words) => Promise<void>;
}

const TALK = `/c/${MINE.id}`;
const desk = (): Stage => ({ queue: fullQueue(30) });
const press = (key: string) => (page: Page, t: Words) =>
  page
    .getByRole('button', { name: t(key), exact: true })
    .first()
    .click();
const dialogOf = (name: string, key: string): Screen => ({
  name,
  path: TALK,
  stage: { queue: fullQueue(30), conversation: talk(120) },
  shown: 'dialog[open]',
  act: press(key),
});

/** Every screen of a signed-in counsellor. */
export const SCREENS: readonly Screen[] = [
  { name: 'queue', path: '/', stage: desk(), shown: '.queue-waiting .claim' },
  { name: 'queue-empty', path: '/', stage: { queue: emptyQueue() }, shown: '.list-empty' },
  {
    name: 'talk',
    path: TALK,
    stage: { queue: fullQueue(30), conversation: talk(120) },
    shown: '[role=log]',
  },
  { name: 'brief', path: `${TALK}/brief`, stage: desk(), shown: '.note-box' },
  {
    name: 'wrap-up',
    path: TALK,
    stage: { queue: endedQueue(), conversation: overTalk(40) },
    shown: '.wrap-up',
  },
  {
    name: 'lost',
    path: TALK,
    stage: { queue: fullQueue(30), conversation: talk(120), lost: true },
    shown: '.banner[data-tone=lost]',
  },
  dialogOf('close', 'conversation.close'),
  dialogOf('release', 'conversation.release'),
  dialogOf('transfer', 'conversation.transfer'),
  dialogOf('sound', 'alerts.sound-off'),
  dialogOf('sign-out', 'header.sign-out'),
  {
    ...dialogOf('keys', ''),
    act: async (page) => {
      await page.locator('.talk-title').focus();
      await page.keyboard.press('?');
    },
  },
  { ...dialogOf('palette', ''), act: (page) => page.keyboard.press('Control+k') },
  {
    ...dialogOf('doubt', ''),
    act: async (page) => {
      await page.locator('.reply textarea').fill('https://example.org');
      await page.locator('.reply textarea').press('Control+Enter');
    },
  },
  {
    name: 'hidden',
    path: '/',
    stage: desk(),
    shown: '.cover',
    async act(page) {
      await page.locator('.queue-waiting .claim').first().waitFor();
      await page.keyboard.press('F8');
    },
  },
  { ...dialogOf('refer', 'conversation.refer'), shown: '.refer-cards > li' },
  dialogOf('escalate', 'conversation.danger'),
  dialogOf('friction', 'conversation.friction'),
  {
    name: 'frictions',
    path: '/',
    stage: { queue: pausedQueue() },
    shown: '.friction-ended[open] .card',
    act: (page) => page.locator('.friction-ended summary').click(),
  },
  {
    name: 'danger',
    path: TALK,
    stage: { queue: fullQueue(30), conversation: dangerTalk(40) },
    shown: '.danger-panel .case-list',
  },
  { name: 'languages', path: '/', stage: khmerOnly(), shown: '.unwritten p' },
  {
    name: 'other-language',
    path: '/',
    stage: khmerOnly(),
    shown: 'dialog[open]',
    act: (page) => page.locator('.card[data-band=abuse]:has(.other-language) .claim').click(),
  },
  { name: 'account', path: '/account', stage: desk(), shown: '.account-card' },
];

/** Nobody on duty writes English, nor do I. */
function khmerOnly(): Stage {
  return { queue: { ...fullQueue(30), writes: ['km'], unwritten: ['en'] } };
}

/** The conversation that the wrap-up is missing of is one of mine. */
function endedQueue() {
  const queue = fullQueue(4);
  return { ...queue, mine: queue.mine.map((card) => ({ ...card, ended: card.id === MINE.id })) };
}

/** Brings a signed-in page there. */
export async function goTo(
  page: Page,
  url: string,
  { screen, language }: { readonly screen: Screen; readonly language: SceneLanguage },
): Promise<void> {
  await setStage(page, screen.stage);
  await setLanguage(page, language);
  await page.goto(`${url}/console${screen.path}`);
  await page.locator('.desk, .page').first().waitFor();
  if (screen.act) {
    if (screen.path === TALK) await page.locator('[role=log]').waitFor();
    await screen.act(page, wordsIn(language));
  }
  await page.locator(screen.shown).first().waitFor();
}
