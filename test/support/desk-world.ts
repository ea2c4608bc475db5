import type { Page } from 'playwright-core';
import type { Role } from '../../src/domain/staff/roles.ts';
import { type Browser, type Look, openBrowser } from './browser.ts';
import { consoleBuilt, signUpInConsole } from './console-page.ts';
import { type RunningServer, serverFolders, startServer } from './running-server.ts';
import { type WebChild, webChild } from './web-child.ts';

/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened; a person, yes, no writing. */
const TO_QUEUE = ['2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];

export interface DeskWorld {
  readonly server: RunningServer;
  /** A person at a machine of their own, signed up, available, in English. */
  staff(name: string, options?: Look & { readonly role?: Role }): Promise<Page>;
  /** A child who waits for a person, without a browser. */
  waitingChild(inputs?: readonly string[]): Promise<WebChild>;
  /** A child of any channel asks for a person. */
  asks(child: Speaks, inputs?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The real server, and as many people around it as a test wants. */
export async function deskWorld(env: Readonly<Record<string, string>> = {}): Promise<DeskWorld> {
  const folders = await serverFolders();
  const server = await startServer(folders, env);
  await consoleBuilt(server);
  const browsers: Browser[] = [];
  const children: WebChild[] = [];
  return {
    server,
    async staff(name, { role = 'counsellor', ...look } = {}) {
      const opened = await openBrowser(look);
      browsers.push(opened);
      const said = await server.cli('staff', 'invite', '--role', role, '--json');
      const alias = name.charAt(0).toUpperCase() + name.slice(1);
      return signUpInConsole(opened, { link: JSON.parse(said).link, name, alias });
    },
    async waitingChild(inputs = TO_QUEUE) {
      const child = await webChild(server.url);
      children.push(child);
      await grown(child, 0);
      await asks(child, inputs);
      await untilWaiting(child);
      return child;
    },
    asks,
    async close() {
      for (const child of children) child.close();
      for (const one of browsers) await one.close();
      await server.stop();
      await folders.remove();
    },
  };
}

type Speaks = Pick<WebChild, 'read' | 'write'>;

async function asks(child: Speaks, inputs: readonly string[] = TO_QUEUE): Promise<void> {
  for (const input of inputs) await answered(child, input);
}

/** An answer may come in pieces, so that what was read last need not be the end of it. */
async function untilWaiting(child: WebChild): Promise<void> {
  const last = () => child.read().slice(-4).join(' | ');
  for (let tries = 0; !/Please wait|សូមរង់ចាំ/.test(last()); tries += 1) {
    if (tries > 400) throw new Error(`not waiting: ${last()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Writes, and waits until something new is shown. */
async function answered(child: Speaks, input: string): Promise<void> {
  const before = child.read().length;
  await child.write(input).catch(() => {
    throw new Error(`${input} was not taken after: ${child.read().slice(-12).join(' | ')}`);
  });
  await grown(child, before);
}

async function grown(child: Speaks, before: number): Promise<void> {
  for (let tries = 0; child.read().length === before; tries += 1) {
    if (tries > 400) throw new Error('the child was not answered');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
