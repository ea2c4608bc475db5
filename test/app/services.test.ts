import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadServices } from '../../src/adapters/bundle-files/load-directory.ts';
import { sqliteDocuments } from '../../src/adapters/sqlite/documents.ts';
import { type Database, openDatabase } from '../../src/adapters/sqlite/open-database.ts';
import {
  directory,
  listServices,
  seedServices,
  verifyService,
  withdrawService,
} from '../../src/app/services.ts';
import type { Documents } from '../../src/ports/documents.ts';
import { serviceRow } from '../support/service-row.ts';

const NOW = Date.parse('2026-11-23T09:00:00+07:00');
const HELPLINE = { kind: 'helpline', scope: 'national' } as const;

let dir: string;
let database: Database;
let documents: Documents;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tvear-services-'));
  database = openDatabase(dir);
  documents = sqliteDocuments({ database });
});
afterEach(async () => {
  database.close();
  await rm(dir, { recursive: true });
});

const show = (mode: 'demo' | 'production') => directory(documents, mode, async () => NOW);
const names = async (mode: 'demo' | 'production') =>
  (await show(mode).rows(HELPLINE, null, 'en')).map(({ name }) => name);

describe('seedServices', () => {
  it('puts the first content in once, and never over what people changed', async () => {
    expect(await seedServices(documents, [serviceRow()])).toBe(1);
    await verifyService(documents, { id: 'helpline', by: 'Sok', nowMs: NOW });

    expect(await seedServices(documents, [serviceRow(), { ...serviceRow(), id: 'new' }])).toBe(1);
    expect((await listServices(documents, NOW)).map(({ row, status }) => [row.id, status])).toEqual(
      [
        ['helpline', 'verified'],
        ['new', 'unverified'],
      ],
    );
  });
});

describe('directory', () => {
  it('speaks the language of the child, and English where a row does not', async () => {
    await seedServices(documents, [serviceRow()]);

    const rows = await Promise.all(
      ['km', 'en', 'fr'].map((language) => show('demo').rows(HELPLINE, null, language)),
    );

    expect(rows.map(([row]) => row?.name)).toEqual(['Helpline ក', 'Helpline', 'Helpline']);
    expect(rows[1]).toEqual([
      {
        name: 'Helpline',
        about: 'To talk',
        reach: '000',
        free: true,
        hours: 'Day and night',
        example: true,
      },
    ]);
  });

  it('shows a child nothing that nobody verified', async () => {
    await seedServices(documents, [serviceRow()]);

    expect(await names('production')).toEqual([]);
    expect(await show('production').kinds(null)).toEqual([]);
  });

  it('shows a row from its verification to its last day', async () => {
    await seedServices(documents, [serviceRow()]);
    await verifyService(documents, { id: 'helpline', by: 'Sok', nowMs: NOW });

    expect(await names('production')).toEqual(['Helpline']);
    const days = (count: number) =>
      directory(documents, 'production', async () => NOW + count * 86_400_000);
    expect(await days(90).kinds(null)).toEqual(['helpline']);
    expect(await days(91).kinds(null)).toEqual([]);
  });

  it('leaves a withdrawn row out within a second, in every process', async () => {
    await seedServices(documents, [serviceRow()]);
    await verifyService(documents, { id: 'helpline', by: 'Sok', nowMs: NOW });
    const [here, there] = [show('production'), show('production')];
    await Promise.all([here.rows(HELPLINE, null, 'en'), there.rows(HELPLINE, null, 'en')]);

    await withdrawService(documents, {
      id: 'helpline',
      by: 'Sok',
      why: 'nobody answers',
      nowMs: NOW,
    });
    await new Promise((done) => setTimeout(done, 600));

    expect(await here.rows(HELPLINE, null, 'en')).toEqual([]);
    expect(await there.kinds(null)).toEqual([]);
  });

  it('shows a row again that was verified after its withdrawal', async () => {
    await seedServices(documents, [serviceRow()]);
    await withdrawService(documents, { id: 'helpline', by: 'Sok', why: 'wrong', nowMs: NOW });
    expect(await names('demo')).toEqual([]);

    await verifyService(documents, { id: 'helpline', by: 'Sok', nowMs: NOW });

    expect(await names('production')).toEqual(['Helpline']);
  });

  it('hides a row that does not read as one', async () => {
    await documents.put('services/broken', { id: 'broken' }, 0);
    await seedServices(documents, [serviceRow()]);

    expect(await names('demo')).toEqual(['Helpline']);
  });
});

describe('verifyService and withdrawService', () => {
  it('loses neither of two changes at the same time', async () => {
    await seedServices(documents, [serviceRow()]);

    await Promise.all([
      verifyService(documents, { id: 'helpline', by: 'Sok', nowMs: NOW }),
      verifyService(documents, { id: 'helpline', by: 'Sok', nowMs: NOW }),
    ]);
    const withdrawn = await withdrawService(documents, {
      id: 'helpline',
      by: 'Sok',
      why: 'wrong',
      nowMs: NOW,
    });

    expect(withdrawn.ok).toBe(true);
    expect((await documents.get('services/helpline'))?.version).toBe(4);
  });

  it('refuses what is not there, and a number verified for too long', async () => {
    await seedServices(documents, [serviceRow()]);

    expect(
      await withdrawService(documents, { id: 'gone', by: 'Sok', why: '', nowMs: NOW }),
    ).toEqual({ ok: false, error: 'missing' });
    expect(
      await verifyService(documents, {
        id: 'helpline',
        by: 'Sok',
        nowMs: NOW,
        expiresOn: '2027-11-23',
      }),
    ).toEqual({ ok: false, error: 'invalid' });
  });
});

describe('the first content of the directory', () => {
  it('is read, and shows no child a number', async () => {
    const rows = await loadServices('.');
    if (!rows.ok) throw new Error(JSON.stringify(rows.error));
    await seedServices(documents, rows.value);

    expect(rows.value.length).toBeGreaterThan(0);
    expect(
      (await listServices(documents, NOW)).every(({ status }) => status === 'unverified'),
    ).toBe(true);
    expect(await show('production').kinds(null)).toEqual([]);
    expect(await show('demo').kinds(null)).toEqual([
      'report-hotline',
      'helpline',
      'counselling',
      'police',
      'social',
      'image-removal',
    ]);
  });
});
