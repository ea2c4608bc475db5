import { z } from 'zod';
import { FORMATS } from '../../app/poster-sheet.ts';
import type { Posters } from '../../app/posters.ts';
import { CHANNELS } from '../../domain/flow/bundle.ts';
import { NewCampaign } from '../api.ts';
import { refuse } from '../errors.ts';
import { nonceOf } from '../headers.ts';
import { type Route, withBody } from './route.ts';

/** `GET /api/campaigns`: `Campaigns`. */
export function campaignsRoute(posters: Posters): Route {
  return {
    method: 'get',
    path: '/campaigns',
    act: 'see-campaigns',
    run: async ({ response }) => {
      response.json({ campaigns: await posters.list() });
    },
  };
}

/** `POST /api/campaigns`: 201 `{ code }`. */
export function newCampaignRoute(posters: Posters): Route {
  return withBody({
    method: 'post',
    path: '/campaigns',
    act: 'make-campaign',
    body: NewCampaign,
    handle: async ({ body, response }) => {
      response.status(201).json({ code: await posters.create(body.label) });
    },
  });
}

const Asked = z.object({
  language: z.string().max(20),
  format: z.enum(FORMATS).default('poster'),
  channel: z.enum(CHANNELS).optional(),
});

/** `GET /api/campaigns/:id/sheet?language=km&format=poster&channel=telegram`: a page to print. */
export function sheetRoute(posters: Posters): Route {
  return {
    method: 'get',
    path: '/campaigns/:id/sheet',
    act: 'see-campaigns',
    run: async ({ id, request, response }) => {
      const asked = Asked.safeParse(request.query);
      if (!asked.success) return refuse(response, 400, 'bad-request');
      const { channel, ...rest } = asked.data;
      const nonce = nonceOf(response);
      const one = channel === undefined ? {} : { channel };
      const page = await posters.sheet({ code: id, ...rest, ...one, nonce });
      if (page === null) return refuse(response, 404, 'missing');
      // The page brings its fonts along, as it must when it is saved.
      response.setHeader(
        'content-security-policy',
        `default-src 'none'; style-src 'nonce-${nonce}'; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      response.type('html').send(page);
    },
  };
}
