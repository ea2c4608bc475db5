import { keepCompiled } from './main/compiled.ts';

keepCompiled();
await import('./main/command-line.ts');
