import { describe, expect, it } from 'vitest';
import {
  changesOf,
  fromCells,
  replaced,
  serviceColumns,
  toCells,
} from '../../../src/domain/directory/table.ts';
import { serviceRow, verifiedRow } from '../../support/service-row.ts';

describe('toCells and fromCells', () => {
  it('give a row back, but for its verification and its withdrawal', () => {
    const row = { ...verifiedRow('2026-11-23'), source: ['one', 'two'], reach: null };
    const withdrawn = { ...row, withdrawn: { by: 'Sok', on: '2026-11-24', why: 'closed' } };

    const cells = toCells(withdrawn);

    expect(fromCells(cells).data).toEqual({
      ...row,
      verified_by: null,
      verified_on: null,
      expires_on: null,
      withdrawn: null,
    });
    expect(Object.keys(cells).toSorted()).toEqual(serviceColumns(['km', 'en']).toSorted());
  });

  it.each([
    ['reach', '12AB'],
    ['kind', 'shelter'],
    ['provinces', 'KH-1'],
    ['channels', ''],
    ['name_km', ''],
    ['id', 'Not An Id'],
  ])('do not read a row with the %s %j', (column, text) => {
    expect(fromCells({ ...toCells(serviceRow()), [column]: text }).success).toBe(false);
  });
});

describe('changesOf', () => {
  it('names new rows and what differs, and leaves the rest alone', () => {
    const old = verifiedRow('2026-11-23');
    const other = { ...serviceRow(), id: 'other' };
    const changed = { ...serviceRow(), reach: '001' };
    const added = { ...serviceRow(), id: 'new' };

    const changes = changesOf([old, other], [changed, added]);

    expect(changes.map(({ id, kind, voidsVerification }) => [id, kind, voidsVerification])).toEqual(
      [
        ['helpline', 'changed', true],
        ['new', 'new', false],
      ],
    );
    expect(changes[0]?.fields).toEqual([{ column: 'reach', from: '000', to: '001' }]);
  });
});

describe('replaced', () => {
  it('keeps the verification of a row that says the same', () => {
    const old = verifiedRow('2026-11-23');

    expect(replaced(old, serviceRow())).toEqual(old);
  });

  it('voids it when the row says something else, and never takes a withdrawal back', () => {
    const withdrawn = { by: 'Sok', on: '2026-11-24', why: 'closed' };
    const old = { ...verifiedRow('2026-11-23'), withdrawn };

    const next = replaced(old, { ...verifiedRow('2026-11-23'), reach: '001' });

    expect(next).toEqual({ ...serviceRow(), reach: '001', withdrawn });
  });
});
