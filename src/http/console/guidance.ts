import type { ServerOptions } from '../server-options.ts';
import type { Route } from './route.ts';

/** `GET /api/guidance?language=km`: `GuidanceOf`; nothing for a language that has none. */
export function guidanceRoute({ guidance }: ServerOptions): Route {
  return {
    method: 'get',
    path: '/guidance',
    act: 'see-guidance',
    run: async ({ request, response }) => {
      const { language } = request.query;
      const book = guidance(typeof language === 'string' ? language : '');
      response.json({ guidance: Object.fromEntries(book ?? []) });
    },
  };
}
