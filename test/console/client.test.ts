import { describe, expect, it } from 'vitest';
import { actKey } from '../../src/console/api/act-key.ts';
import { apiClient } from '../../src/console/api/client.ts';
import { Queue, Session } from '../../src/http/api.ts';
import { fullQueue } from '../support/desk-scenes.ts';

function clientOf(answer: () => Promise<Response>) {
  const requests: Request[] = [];
  let [signedOut, locked] = [0, 0];
  const api = apiClient({
    fetch: (path, init) => {
      requests.push(new Request(`http://desk.example${String(path)}`, init));
      return answer();
    },
    csrf: () => 'token-of-session',
    onSignedOut: () => {
      signedOut += 1;
    },
    onLocked: () => {
      locked += 1;
    },
  });
  return { api, requests, signedOut: () => signedOut, locked: () => locked };
}
const answering = (status: number, body?: unknown) => () =>
  Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status }));

describe('act', () => {
  it('carries the token of the session', async () => {
    const { api, requests } = clientOf(answering(204));

    const result = await api.act({ method: 'PUT', path: 'presence', body: { available: true } });

    expect(result.ok).toBe(true);
    expect(requests[0]?.headers.get('x-csrf-token')).toBe('token-of-session');
    expect(await requests[0]?.json()).toEqual({ available: true });
  });

  it('says who was faster', async () => {
    const { api } = clientOf(answering(409, { error: 'already-claimed', by: 'Dara' }));

    const result = await api.act({ method: 'POST', path: 'queue/x/claim', body: {} });

    expect(result).toEqual({
      ok: false,
      error: { kind: 'refused', status: 409, error: 'already-claimed', by: 'Dara' },
    });
  });

  it.each([500, 502, 503, 504])('takes %i for no answer, not for a refusal', async (status) => {
    const { api } = clientOf(answering(status));

    const result = await api.act({ method: 'POST', path: 'x' });

    expect(result).toEqual({ ok: false, error: { kind: 'unreachable' } });
  });

  it('takes a broken connection for no answer', async () => {
    const { api } = clientOf(() => Promise.reject(new TypeError('network')));

    expect((await api.act({ method: 'POST', path: 'x' })).ok).toBe(false);
  });
});

describe('read', () => {
  it('does not take what was answered to the session before for the end of this one', async () => {
    let csrf = 'token-before';
    let signedOut = 0;
    const api = apiClient({
      fetch: async () => {
        csrf = 'token-now';
        return new Response(null, { status: 401 });
      },
      csrf: () => csrf,
      onSignedOut: () => {
        signedOut += 1;
      },
      onLocked: () => undefined,
    });

    await api.read({ method: 'GET', path: 'queue' }, Session);

    expect(signedOut).toBe(0);
  });

  it('tells of the end of the session', async () => {
    const { api, signedOut } = clientOf(answering(401, { error: 'signed-out' }));

    const result = await api.read({ method: 'GET', path: 'session' }, Session);

    expect(result).toEqual({ ok: false, error: { kind: 'signed-out' } });
    expect(signedOut()).toBe(1);
  });

  it('tells of a session that was locked elsewhere', async () => {
    const { api, locked } = clientOf(answering(423, { error: 'locked' }));

    const result = await api.act({ method: 'POST', path: 'x' });

    expect(result).toEqual({
      ok: false,
      error: { kind: 'refused', status: 423, error: 'locked' },
    });
    expect(locked()).toBe(1);
  });

  it('does not pass on an answer of another shape', async () => {
    const { api } = clientOf(answering(200, { csrf: 'x' }));

    expect((await api.read({ method: 'GET', path: 'session' }, Session)).ok).toBe(false);
  });

  it('takes the queue of a server of the version before, which knew nothing of languages', async () => {
    const { writes: _, unwritten: __, ...queue } = fullQueue(2);
    const { api } = clientOf(answering(200, queue));

    expect(await api.read({ method: 'GET', path: 'queue' }, Queue)).toEqual({
      ok: true,
      value: { ...queue, writes: [], unwritten: [] },
    });
  });

  it('sends no token where nothing changes', async () => {
    const { api, requests } = clientOf(answering(200, {}));

    await api.read({ method: 'GET', path: 'session' }, Session);

    expect(requests[0]?.headers.has('x-csrf-token')).toBe(false);
  });
});

describe('actKey', () => {
  it('has the shape that the API asks for, and is new each time', () => {
    const keys = Array.from({ length: 200 }, actKey);

    expect(keys.every((key) => /^[A-Za-z0-9_-]{16,64}$/.test(key))).toBe(true);
    expect(new Set(keys).size).toBe(200);
  });
});
