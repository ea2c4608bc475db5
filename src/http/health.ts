import { Router } from 'express';

/** `/healthz`: the process answers. `/readyz`: its store and its keys do too, or why not. */
export function health(
  ready: () => Promise<{ readonly ok: boolean; readonly why?: string }>,
): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  router.get('/readyz', async (_request, response) => {
    const state = await ready().catch(() => ({ ok: false }));
    response.status(state.ok ? 200 : 503).json(state);
  });
  return router;
}
