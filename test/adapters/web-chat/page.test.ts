import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { webChatChannel } from '../../../src/adapters/web-chat/channel.ts';

const dir = fileURLToPath(new URL('../../../src/adapters/web-chat/page/', import.meta.url));
const files = readdirSync(dir).filter((name) => /\.(html|css|js)$/.test(name));
const sources = files.map((name) => readFileSync(dir + name, 'utf8'));

describe('the chat page', () => {
  it('weighs less than 20 kB, packed', () => {
    const bytes = sources
      .map((source) => gzipSync(source).length)
      .reduce((sum, one) => sum + one, 0);

    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(bytes).toBeLessThan(20_000);
  });

  it('writes text as text, loads nothing from elsewhere, and keeps nothing but for the tab', () => {
    const all = sources.join('\n');

    expect(all).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/,
    );
    expect(all).not.toMatch(/localStorage|indexedDB|document\.cookie|caches\./);
    expect(all).not.toMatch(/https?:\/\//);
    expect(all).not.toMatch(/<[^>]+ (on[a-z]+|style)=/);
  });

  it('does not say what it is for before a word is said', () => {
    const html = readFileSync(`${dir}index.html`, 'utf8');

    expect(html).not.toMatch(/child|help|abuse|tvear/i);
  });
});

describe('webChatChannel', () => {
  it('pushes nothing: the page fetches', async () => {
    const channel = webChatChannel();

    expect([channel.id, channel.push, channel.caps.standing]).toEqual(['web', false, 'page']);
    expect(
      await channel.deliver({
        to: { channel: 'web', id: 'x' },
        item: 'x',
        rendered: { texts: [], control: { kind: 'none' }, standing: null, silent: false },
      }),
    ).toMatchObject({ ok: false });
  });
});
