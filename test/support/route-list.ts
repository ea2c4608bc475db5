import type { Route } from '../../src/http/console/route.ts';
import { routeTable } from '../../src/http/console/route-table.ts';
import { siteOf } from '../../src/http/origin.ts';
import type { ServerOptions } from '../../src/http/server-options.ts';
import { memoryChildDoor } from './memory-child-door.ts';
import { memoryDesk } from './memory-desk.ts';
import { memoryPosters } from './memory-posters.ts';

/** Every route of the API, to be listed; none of them is run. */
export function tableOfRoutes(): readonly Route[] {
  return routeTable(NOTHING as ServerOptions, siteOf('http://localhost'));
}

/** As the tables of the document name it. */
export function nameOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** Routes keep what they need and use it when they run; an option that a route looks at before that belongs here. */
const NOTHING: Partial<ServerOptions> = {
  publicUrl: 'http://localhost',
  desk: memoryDesk().desk,
  child: memoryChildDoor().door,
  posters: memoryPosters(),
};
