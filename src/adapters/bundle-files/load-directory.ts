import { z } from 'zod';
import { Service } from '../../domain/directory/service.ts';
import { type Problem, problemsOf } from '../../domain/flow/problem.ts';
import { Hours } from '../../domain/queue/hours.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { type BundleProblem, located, readSource } from './source.ts';

const HOURS_FILE = 'flows/hours.yaml';
const SERVICES_FILE = 'flows/services.yaml';

const ServicesFile = z.strictObject({ services: z.array(Service) });

/** Reads `flows/hours.yaml` of a bundle's folder. */
export async function loadHours(dir: string): Promise<Result<Hours, readonly BundleProblem[]>> {
  return load(dir, HOURS_FILE, Hours);
}

/** Reads `flows/services.yaml`, the first content of the directory. */
export async function loadServices(
  dir: string,
): Promise<Result<readonly Service[], readonly BundleProblem[]>> {
  const read = await load(dir, SERVICES_FILE, ServicesFile, doubleIds);
  return read.ok ? ok(read.value.services) : read;
}

function doubleIds({ services }: z.infer<typeof ServicesFile>): readonly Problem[] {
  const ids = services.map(({ id }) => id);
  return ids.flatMap((id, at) =>
    ids.indexOf(id) === at
      ? []
      : [
          {
            file: SERVICES_FILE,
            path: ['services', at, 'id'],
            what: `${id} stands there twice`,
            mend: 'Give every row its own id.',
          },
        ],
  );
}

async function load<T>(
  dir: string,
  file: string,
  schema: z.ZodType<T>,
  check: (value: T) => readonly Problem[] = () => [],
): Promise<Result<T, readonly BundleProblem[]>> {
  const source = await readSource(dir, file);
  if (source === null) {
    const mend = `Copy ${file} from the folder that the program comes with.`;
    return fail([{ file, line: 1, what: 'this file is missing', mend }]);
  }
  if (source.problems.length > 0) return fail(source.problems);
  const parsed = schema.safeParse(source.value);
  const problems = parsed.success ? check(parsed.data) : problemsOf(parsed.error, file);
  if (parsed.success && problems.length === 0) return ok(parsed.data);
  return fail(located(problems, new Map([[file, source]])));
}
