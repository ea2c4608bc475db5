import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OPERATIONS, openApi, printOpenApi, SCHEMAS } from '../../../src/http/openapi/document.ts';
import { nameOf, tableOfRoutes } from '../../support/route-list.ts';

const routes = tableOfRoutes();
const bodyOf = ({ body }: { readonly body?: z.ZodType }) =>
  body instanceof z.ZodUnknown ? undefined : body;

describe('docs/openapi.json', () => {
  it('is what the schemas and the tables say: npm run fix writes it anew', () => {
    expect(readFileSync('docs/openapi.json', 'utf8')).toBe(printOpenApi());
  });

  it('has every route of the table, and no other', () => {
    const described = Object.keys(OPERATIONS).sort();

    expect(described, 'a new route adds an entry to src/http/openapi/*-operations.ts').toEqual(
      routes.map(nameOf).sort(),
    );
  });

  it('names the act and the schema that each route has', () => {
    const wrong = routes.flatMap((route) => {
      const { act, body } = OPERATIONS[nameOf(route)] ?? {};
      const same = act === route.act && SCHEMAS[body ?? ''] === bodyOf(route);
      return same ? [] : [nameOf(route)];
    });

    expect(wrong).toEqual([]);
  });

  it('shows for each body one that the route takes', () => {
    const wrong = routes.flatMap((route) => {
      const schema = bodyOf(route);
      const taken = schema?.safeParse(OPERATIONS[nameOf(route)]?.example).success ?? true;
      return taken ? [] : [nameOf(route)];
    });

    expect(wrong).toEqual([]);
  });

  it('has no schema that no route leads to, and leads to none that is not there', () => {
    const { paths, components } = openApi();
    const reached = new Set<string>();
    const follow = (value: unknown): void => {
      for (const name of refsIn(value)) {
        if (reached.has(name)) continue;
        reached.add(name);
        follow(components.schemas[name]);
      }
    };
    follow(paths);

    expect([...reached].sort()).toEqual(Object.keys(components.schemas).sort());
  });

  it('is closed against fields of its own in every body', () => {
    const { components } = openApi();
    const open = Object.values(OPERATIONS).flatMap(({ body }) => {
      const schema = body === undefined ? undefined : components.schemas[body];
      return schema === undefined || JSON.stringify(schema).includes('"additionalProperties":false')
        ? []
        : [body];
    });

    expect(open).toEqual([]);
  });
});

function refsIn(value: unknown): string[] {
  return [...JSON.stringify(value).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
    ([, name]) => name ?? '',
  );
}
