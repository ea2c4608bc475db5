import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { telegramChannel } from '../../../src/adapters/telegram/channel.ts';
import type { Rendered } from '../../../src/domain/text/render.ts';
import type { OutCall } from '../../../src/ports/channel.ts';
import { nodeTransport } from '../../support/node-transport.ts';
import { TELEGRAM_TOKEN } from '../../support/platforms/telegram.ts';

const ROOT = 'https://api.telegram.org';
const PATH = `/bot${TELEGRAM_TOKEN}/sendMessage`;
const channelOf = (timeoutMs: number) =>
  telegramChannel({ token: TELEGRAM_TOKEN, transport: nodeTransport(ROOT), timeoutMs });
const channel = channelOf(10_000);

afterEach(() => nock.cleanAll());

function callOf(rendered: Partial<Rendered>, item = 'item-1'): OutCall {
  return {
    to: { channel: 'telegram', id: '55501' },
    item,
    rendered: {
      texts: ['canary words'],
      control: { kind: 'none' },
      standing: null,
      silent: false,
      ...rendered,
    },
  };
}

function taken(id: number) {
  return { ok: true, result: { message_id: id, date: 1, chat: { id: 55501, type: 'private' } } };
}

describe('telegramChannel.deliver', () => {
  it('sends a text without preview, sound or leave to forward it', async () => {
    const sent = nock(ROOT)
      .post(PATH, {
        chat_id: 55501,
        text: 'See https://example.org',
        link_preview_options: { is_disabled: true },
        protect_content: true,
        disable_notification: true,
        reply_markup: { remove_keyboard: true },
      })
      .reply(200, taken(77));

    const delivery = await channel.deliver(
      callOf({ texts: ['See https://example.org'], silent: true }),
    );

    expect(delivery).toEqual({ ok: true, messageIds: ['77'] });
    sent.done();
  });

  it('lets a child keep the numbers of services', async () => {
    const bodies: object[] = [];
    nock(ROOT)
      .post(PATH, (body) => bodies.push(body) > 0)
      .reply(200, taken(1));

    await channel.deliver({ ...callOf({}), keepable: true });

    expect(bodies[0]).toHaveProperty('protect_content', false);
  });

  it('hangs the choices on the last text, the exits below them', async () => {
    const bodies: object[] = [];
    nock(ROOT)
      .post(PATH, (body) => bodies.push(body) > 0)
      .times(2)
      .reply(200, taken(1));

    const call = callOf({
      texts: ['One.', 'Two?'],
      control: { kind: 'buttons', items: [{ id: 'n.1', label: 'Yes' }] },
      standing: { exit: 'Exit', person: 'A person' },
    });
    const answers = [await channel.deliver(call), await channel.deliver({ ...call, from: 1 })];

    expect(answers).toEqual([
      { ok: true, messageIds: ['1'], more: true },
      { ok: true, messageIds: ['1'] },
    ]);

    expect(bodies[0]).not.toHaveProperty('reply_markup');
    expect(bodies[1]).toHaveProperty('reply_markup.inline_keyboard', [
      [{ text: 'Yes', callback_data: 'n.1' }],
      [
        { text: 'Exit', callback_data: 'exit' },
        { text: 'A person', callback_data: 'person' },
      ],
    ]);
  });

  it('puts the exits below the field where nothing is asked', async () => {
    const bodies: object[] = [];
    nock(ROOT)
      .post(PATH, (body) => bodies.push(body) > 0)
      .reply(200, taken(1));

    await channel.deliver(callOf({ standing: { exit: 'Exit', person: 'A person' } }));

    expect(bodies[0]).toHaveProperty('reply_markup.keyboard', [
      [{ text: '0 · Exit' }, { text: '9 · A person' }],
    ]);
  });

  it.each([
    [429, { parameters: { retry_after: 7 } }, { kind: 'retry', code: '429', afterMs: 7000 }],
    [429, {}, { kind: 'retry', code: '429' }],
    [403, {}, { kind: 'gone', code: '403' }],
    [401, {}, { kind: 'auth', code: '401' }],
    [404, {}, { kind: 'auth', code: '404' }],
    [400, { description: 'Bad Request: message is too long' }, { kind: 'bug', code: '400' }],
    [400, { description: 'Bad Request: chat not found' }, { kind: 'gone', code: '400' }],
    [500, {}, { kind: 'retry', code: '500' }],
    [502, {}, { kind: 'retry', code: '502' }],
  ])('classes %i %j', async (status, more, error) => {
    const body = { ok: false, error_code: status, description: 'canary', ...more };
    nock(ROOT).post(PATH).reply(status, body);

    expect(await channel.deliver(callOf({}))).toEqual({ ok: false, error });
  });

  it('tries again after a refusal in a 200, an unreadable answer, silence and a cut line', async () => {
    nock(ROOT).post(PATH).reply(200, { ok: false, error_code: 500, description: 'x' });
    nock(ROOT).post(PATH).reply(502, '<html>canary</html>');
    nock(ROOT).post(PATH).delay(2_000).reply(200, taken(1));
    nock(ROOT).post(PATH).replyWithError('canary');

    const hasty = channelOf(500);
    const codes = [];
    for (const item of ['a', 'b', 'c', 'd']) {
      const delivery = await (item === 'c' ? hasty : channel).deliver(callOf({}, item));
      codes.push(delivery.ok ? 'ok' : `${delivery.error.kind} ${delivery.error.code}`);
    }

    expect(codes).toEqual(['retry 500', 'retry 502', 'retry timeout', 'retry network']);
  });

  it('lets neither token nor words nor the chat into an answer', async () => {
    for (const status of [400, 401, 403, 429, 500]) {
      nock(ROOT)
        .post(PATH)
        .reply(status, { ok: false, error_code: status, description: `55501 ${TELEGRAM_TOKEN}` });
      const said = JSON.stringify(await channel.deliver(callOf({})));
      expect(said).not.toMatch(/canary|55501|AAloopback/u);
    }
  });
});

describe('telegramChannel.clear', () => {
  const to = { channel: 'telegram' as const, id: '55501' };
  const DELETE = `/bot${TELEGRAM_TOKEN}/deleteMessages`;
  const DELETE_ONE = `/bot${TELEGRAM_TOKEN}/deleteMessage`;
  const many = Array.from({ length: 230 }, (_, n) => String(n + 1));
  const gone = { ok: true, result: true };
  const clear = (ids: readonly string[]) => channel.clear?.(to, ids);

  it('takes back a hundred at a time, in order', async () => {
    const asked: number[][] = [];
    nock(ROOT)
      .post(DELETE, (body) => body.chat_id === 55501 && asked.push(body.message_ids) > 0)
      .times(3)
      .reply(200, gone);

    expect(await clear(many)).toEqual({ ok: true, messageIds: [] });

    expect(asked.map(({ length }) => length)).toEqual([100, 100, 30]);
    expect(asked.flat()).toEqual(many.map(Number));
  });

  it('does not let one that may not be deleted keep the others there', async () => {
    const refused = { ok: false, error_code: 400, description: "message can't be deleted" };
    nock(ROOT).post(DELETE).reply(400, refused);
    const one = (id: number, status: number, body: object) =>
      nock(ROOT).post(DELETE_ONE, { chat_id: 55501, message_id: id }).reply(status, body);
    const calls = [one(1, 200, gone), one(2, 400, refused), one(3, 200, gone)];

    expect(await clear(['1', '2', '3'])).toEqual({ ok: true, messageIds: [] });

    for (const call of calls) call.done();
  });

  it.each([
    [429, { parameters: { retry_after: 7 } }, { kind: 'retry', code: '429', afterMs: 7000 }],
    [403, {}, { kind: 'gone', code: '403' }],
    [401, {}, { kind: 'auth', code: '401' }],
    [500, {}, { kind: 'retry', code: '500' }],
  ])('classes %i as a message would be', async (status, more, error) => {
    nock(ROOT)
      .post(DELETE)
      .reply(status, { ok: false, error_code: status, description: 'canary', ...more });

    expect(await clear(['1'])).toEqual({ ok: false, error });
  });
});
