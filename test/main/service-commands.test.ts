import { describe, expect, it } from 'vitest';
import { loadServices } from '../../src/adapters/bundle-files/load-directory.ts';
import { writeCsv } from '../../src/adapters/csv/csv.ts';
import { serviceColumns, toCells } from '../../src/domain/directory/table.ts';
import { readServiceTable } from '../../src/main/service-commands.ts';
import { serviceRow } from '../support/service-row.ts';

const COLUMNS = serviceColumns(['km', 'en']);

describe('readServiceTable', () => {
  it('reads the shipped directory back as it was written', async () => {
    const shipped = await loadServices('.');
    if (!shipped.ok) throw new Error('services.yaml does not load');

    const read = readServiceTable(writeCsv(COLUMNS, shipped.value.map(toCells)));

    expect(read).toEqual({ ok: true, value: shipped.value });
  });

  it('tells every mistake at once, with line and cell', () => {
    const bad = { ...toCells(serviceRow()), cost: 'cheap', name_km: '', reach: '12' };
    const read = readServiceTable(writeCsv(COLUMNS, [toCells(serviceRow()), bad]));

    const mistakes = read.ok ? [] : read.error;
    expect(mistakes.length).toBe(4);
    for (const cell of ['cost', 'name_km', 'reach']) {
      expect(mistakes.some((one) => one.startsWith(`line 3: helpline, ${cell}`))).toBe(true);
    }
    expect(mistakes.at(-1)).toContain('twice');
  });
});
