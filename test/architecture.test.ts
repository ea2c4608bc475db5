import { cruise } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

const to = (...folders: string[]) => ({ path: `^src/(${folders.join('|')})` });
const CODE = '(domain|ports|app|adapters|http|config|console|main|cli)';

/** Imports run one way: domain <- ports <- app <- http | adapters <- main. */
const forbidden = [
  {
    name: 'domain imports nothing of ours',
    from: { path: '^src/domain' },
    to: to('(?!domain)[^/]+'),
  },
  {
    name: 'domain does no I/O',
    from: { path: '^src/domain' },
    to: { dependencyTypes: ['core' as const] },
  },
  {
    name: 'ports know the domain',
    from: { path: '^src/ports' },
    to: to('app', 'adapters', 'http', 'config', 'console', 'main', 'cli'),
  },
  {
    name: 'app knows ports and domain',
    from: { path: '^src/app' },
    to: to('adapters', 'http', 'config', 'console', 'main', 'cli'),
  },
  {
    name: 'http knows app',
    from: { path: '^src/http' },
    to: to('adapters', 'config', 'console', 'main', 'cli'),
  },
  {
    name: 'adapters know ports and domain',
    from: { path: '^src/adapters' },
    to: to('app', 'http', 'config', 'console', 'main', 'cli'),
  },
  // What several of them need of Node itself lies beside them.
  {
    name: 'no adapter imports another',
    from: { path: '^src/adapters/([^/]+)/' },
    to: { path: '^src/adapters/[^/]+/', pathNot: '^src/adapters/$1/' },
  },
  {
    name: 'the console shares the domain and the API schemas',
    from: { path: '^src/console' },
    to: to('ports', 'app', 'adapters', 'config', 'main', 'cli', 'http/(?!api\\.ts)'),
  },
].map((rule) => ({ ...rule, severity: 'error' as const }));

describe('the layers', () => {
  it('keeps every import inside them', async () => {
    const { output } = await cruise(['src'], {
      parser: 'swc',
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      validate: true,
      ruleSet: { forbidden },
    });
    if (typeof output === 'string') throw new Error('the cruise gave no result');

    // A parser that silently reads nothing must not pass.
    const ours = output.modules.filter(({ source }) => new RegExp(`^src/${CODE}`).test(source));
    expect(ours.length).toBeGreaterThan(60);
    expect(ours.flatMap(({ dependencies }) => dependencies).length).toBeGreaterThan(150);
    expect(
      output.summary.violations.map(
        (broken) => `${broken.rule.name}: ${broken.from} -> ${broken.to}`,
      ),
    ).toEqual([]);
  });
});
