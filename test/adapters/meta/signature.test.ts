import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { metaSeals } from '../../../src/adapters/meta/signature.ts';
import { metaJson, metaSignature } from '../../support/platforms/meta.ts';

const seals = metaSeals({
  appSecret: 'new-secret',
  previousAppSecret: 'old-secret',
  verifyToken: 'the-word',
});
const body = Buffer.from(metaJson({ text: 'សួស្តី 🙂 äöå / "x"' }));
const header = 'x-hub-signature-256';

describe('metaSeals.verify', () => {
  it('escapes as Meta does: lower-case hex, one escape a UTF-16 unit', () => {
    expect(metaJson('äöå🙂/')).toBe('"\\u00e4\\u00f6\\u00e5\\ud83d\\ude42\\/"');
  });

  it('lets in what either secret signed', () => {
    for (const secret of ['new-secret', 'old-secret']) {
      expect(seals.verify({ [header]: metaSignature(body, secret) }, body)).toBe(true);
    }
  });

  it('checks the raw bytes, not the JSON they stand for', () => {
    const given = { [header]: metaSignature(body, 'new-secret') };
    const same = Buffer.from(JSON.stringify(JSON.parse(body.toString())));

    expect(seals.verify(given, same)).toBe(false);
  });

  const good = metaSignature(body, 'new-secret');
  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['another secret', metaSignature(body, 'guess')],
    ['a truncated one', good.slice(0, -1)],
    ['a longer one', `${good}0`],
    ['upper-case hex', good.toUpperCase().replace('SHA256', 'sha256')],
    ['no prefix', good.slice(7)],
    ['SHA-1', `sha1=${createHmac('sha1', 'new-secret').update(body).digest('hex')}`],
    ['10 KB', `sha256=${'0'.repeat(10_240)}`],
    ['an array', [good]],
  ])('refuses %s', (_, value) => {
    expect(seals.verify({ [header]: value }, body)).toBe(false);
  });

  it('refuses the old header alone', () => {
    const sha1 = createHmac('sha1', 'new-secret').update(body).digest('hex');

    expect(seals.verify({ 'x-hub-signature': `sha1=${sha1}` }, body)).toBe(false);
  });

  it('takes no empty secret for one', () => {
    const one = metaSeals({ appSecret: 'new-secret', previousAppSecret: '', verifyToken: 'w' });

    expect(one.verify({ [header]: metaSignature(body, '') }, body)).toBe(false);
  });
});

describe('metaSeals.challenge', () => {
  const query = (mode: string, token: string) =>
    new URLSearchParams({ 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': '1158' });

  it('echoes the challenge to who knows the word', () => {
    expect(seals.challenge(query('subscribe', 'the-word'))).toBe('1158');
  });

  it('says nothing to anyone else', () => {
    expect(seals.challenge(query('subscribe', 'a word'))).toBeNull();
    expect(seals.challenge(query('unsubscribe', 'the-word'))).toBeNull();
    expect(seals.challenge(new URLSearchParams('hub.mode=subscribe'))).toBeNull();
  });

  it('takes no empty word for one', () => {
    const unset = metaSeals({ appSecret: '', verifyToken: '' });

    expect(unset.challenge(query('subscribe', ''))).toBeNull();
    expect(unset.verify({ [header]: metaSignature(body, '') }, body)).toBe(false);
  });
});
