import { z } from 'zod';
import { POLICY } from '../../domain/staff/policy.ts';
import * as api from '../api.ts';
import { ACCOUNT_OPERATIONS } from './account-operations.ts';
import { DESK_OPERATIONS } from './desk-operations.ts';
import { HELP_OPERATIONS } from './help-operations.ts';
import { OFFICE_OPERATIONS } from './office-operations.ts';
import type { Operation, Operations } from './operation.ts';

/**
 * What the document says of each route. A new route adds an entry to one of the tables, with a body that is taken as
 * it is, then `npm run fix`.
 */
export const OPERATIONS: Operations = {
  ...ACCOUNT_OPERATIONS,
  ...DESK_OPERATIONS,
  ...HELP_OPERATIONS,
  ...OFFICE_OPERATIONS,
};

/** The console's API as OpenAPI 3.1, made of the schemas that the server validates with. `docs/openapi.json` is this, printed. */
export function openApi() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'The console of a helpline',
      version: '1',
      description:
        'Every change needs a signed-in session, its token in `X-CSRF-Token`, an `Origin` of the helpline and a JSON body. Someone else’s conversation is answered like one that does not exist.',
    },
    servers: [{ url: '/api' }],
    security: [{ session: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'tvear',
          description: 'Over https its name is `__Host-tvear`.',
        },
      },
      schemas: schemas(),
    },
  };
}

/** As the file holds it. */
export function printOpenApi(): string {
  return `${JSON.stringify(openApi(), null, 2)}\n`;
}

function paths(): Record<string, Record<string, unknown>> {
  const made: Record<string, Record<string, unknown>> = {};
  for (const [place, operation] of Object.entries(OPERATIONS)) {
    const [method = '', path = ''] = place.split(' ');
    const key = path.replaceAll(/:(\w+)/g, '{$1}');
    made[key] = { ...made[key], [method]: operationOf(method, path, operation) };
  }
  return made;
}

function operationOf(method: string, path: string, operation: Operation) {
  const { says, act, body, example, query = [], answers, refuses = {} } = operation;
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => parameter('path', name ?? '')),
    ...query.map((name) => parameter('query', name)),
    ...(method === 'get' || act === 'anyone' ? [] : [parameter('header', 'X-CSRF-Token')]),
  ];
  const content = body === undefined ? {} : { ...json(refTo(body)), example };
  const responses = [
    ...Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)]),
    ...Object.entries(refuses).map(([status, codes]) => [status, refusal(codes)]),
    ['default', refusal(COMMON)],
  ];
  return {
    summary: says,
    ...(act === 'anyone' ? { security: [] } : { 'x-act': act, 'x-roles': POLICY[act] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': content } } }),
    responses: Object.fromEntries(responses),
  };
}

/** What any route may say. */
const COMMON = [
  ...['bad-request', 'signed-out', 'forbidden', 'factor-required', 'csrf', 'foreign-origin'],
  ...['locked', 'not-found', 'too-large', 'unsupported-type', 'slow-down', 'internal'],
];

function refusal(codes: readonly string[]) {
  return {
    description: `Refused: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    content: { 'application/json': json(refTo('ApiError')) },
  };
}

function answerOf(answer: Operation['answers'][number]) {
  switch (answer) {
    case 'empty':
      return { description: 'Done.' };
    case 'page':
      return { description: 'A page.', content: { 'text/html': json({ type: 'string' }) } };
    case 'events':
      return {
        description: 'Events for as long as the connection lasts.',
        content: {
          'text/event-stream': json({ anyOf: [refTo('LiveSnapshot'), refTo('LiveEvent')] }),
        },
      };
    case 'code':
      return {
        description: 'Made.',
        content: {
          'application/json': json({ type: 'object', properties: { code: { type: 'string' } } }),
        },
      };
    default:
      return { description: `\`${answer}\``, content: { 'application/json': json(refTo(answer)) } };
  }
}

function json(schema: object) {
  return { schema };
}

function refTo(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function parameter(place: 'path' | 'query' | 'header', name: string) {
  return {
    in: place,
    name,
    ...(place === 'query' ? {} : { required: true }),
    schema: { type: 'string', maxLength: 100 },
  };
}

/** Every schema of the API by its name there. */
export const SCHEMAS: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  Object.entries(api)
    .flatMap(([name, value]) => (value instanceof z.ZodType ? [[name, value] as const] : []))
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);

function schemas(): Record<string, unknown> {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) named.add(schema, { id });
  const printed = z.toJSONSchema(named, { io: 'input', uri: (id) => refTo(id).$ref }).schemas;
  return Object.fromEntries(
    Object.entries(printed).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  );
}
