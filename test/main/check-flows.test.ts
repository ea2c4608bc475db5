import { describe, expect, it } from 'vitest';
import { checkFlows } from '../../src/main/check-flows.ts';

describe('a check of one version of the flows', () => {
  it('passes no other files for it, and says what to do', async () => {
    const said: string[] = [];

    const code = await checkFlows({ folder: '.', only: 'another' }, (line) => said.push(line));

    expect(code).toBe(1);
    expect(said).toEqual(['The flows were changed while they were being read. Start again.']);
  });
});
