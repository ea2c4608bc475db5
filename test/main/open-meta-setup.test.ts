import nock from 'nock';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadBundle } from '../../src/adapters/bundle-files/load-bundle.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { Bundle } from '../../src/domain/flow/bundle.ts';
import { openMessengerSetup, openWhatsappSetup } from '../../src/main/open-meta-setup.ts';

const GOOD = 'q8Zk2Lw0Pn5Rt7Vx1Bd4';
const ENV = {
  MODE: 'pilot',
  PUBLIC_URL: 'https://chat.example.org',
  META_APP_SECRET: `${GOOD}a`,
  META_VERIFY_TOKEN: `${GOOD}b`,
  WHATSAPP_TOKEN: `${GOOD}c`,
  WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
  MESSENGER_PAGE_TOKEN: `${GOOD}d`,
  MESSENGER_PAGE_ID: '1234567890123',
};

let bundle: Bundle;
beforeAll(async () => {
  const loaded = await loadBundle('.');
  if (!loaded.ok) throw new Error('the bundle of the repository does not load');
  ({ bundle } = loaded.value);
});
afterEach(() => nock.cleanAll());

function partsOf(env: Readonly<Record<string, string>>) {
  const read = readSettings(env, () => '');
  if (!read.ok) throw new Error(read.error.join('\n'));
  return { settings: read.value, publicUrl: read.value.PUBLIC_URL, bundle };
}

describe("the set-up of Meta's channels, from the settings", () => {
  it('says what is missing while a channel is off', () => {
    const parts = partsOf({});

    expect(openWhatsappSetup(parts)).toMatchObject({
      ok: false,
      error: expect.stringMatching(/WHATSAPP_TOKEN/u),
    });
    expect(openMessengerSetup(parts)).toMatchObject({
      ok: false,
      error: expect.stringMatching(/MESSENGER_PAGE_TOKEN/u),
    });
  });

  it('puts a menu of the bundle on the page, in Khmer and English, within the limits of Messenger', async () => {
    const opened = openMessengerSetup(partsOf(ENV));
    if (!opened.ok) throw new Error(opened.error);
    let profile: unknown;
    nock('https://graph.facebook.com').get(/\/app/u).reply(200, { id: '7' });
    nock('https://graph.facebook.com').get(/\/me/u).reply(200, { id: '1234567890123' });
    nock('https://graph.facebook.com')
      .post(/messenger_profile/u, (body) => {
        profile = body;
        return true;
      })
      .reply(200, {});
    nock('https://graph.facebook.com').post(/.*/u).times(2).reply(200, {});

    const found = await opened.value.setup.setup();
    await opened.value.close();

    expect(found.find(({ about }) => about === 'menu')?.level).toBe('ok');
    expect(profile).toMatchObject({
      persistent_menu: [
        { locale: 'default', call_to_actions: [{ title: 'និយាយជាមួយមនុស្ស' }, {}, {}] },
        { locale: 'km_KH' },
        {
          locale: 'en_US',
          call_to_actions: [{ title: 'Talk to a person' }, {}, { title: 'Exit' }],
        },
      ],
    });
  });

  it('asks for the number by the id of the settings', async () => {
    const opened = openWhatsappSetup(partsOf(ENV));
    if (!opened.ok) throw new Error(opened.error);
    nock('https://graph.facebook.com').get(/\/app/u).reply(200, { id: '7' });
    nock('https://graph.facebook.com')
      .get(/\/debug_token/u)
      .reply(200, { data: {} });
    const asked = nock('https://graph.facebook.com')
      .get(/\/106540352242922\?/u)
      .reply(200, { display_phone_number: '+1 555 1' });
    nock('https://graph.facebook.com').get(/.*/u).times(5).reply(200, {});

    await opened.value.setup.check();
    await opened.value.close();

    asked.done();
  });
});
