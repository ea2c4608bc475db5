import { keepCompiled } from './main/compiled.ts';

// Before anything else is loaded: what was compiled by an earlier start is not compiled again.
const keep = keepCompiled();
const { serve } = await import('./main/serve.ts');
await serve();
keep();
