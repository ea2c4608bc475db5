import { type Problem, problemsOf } from '../../domain/flow/problem.ts';
import { keysOf, Plan } from '../../domain/paper/plan.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { type BundleProblem, located, readSource } from './source.ts';

const FILE = 'flows/package.yaml';

/** Reads the plan of the printed package; a text that it names and the language lacks is a mistake of the plan. */
export async function loadPlan(
  dir: string,
  hasText: (key: string) => boolean,
): Promise<Result<Plan, readonly BundleProblem[]>> {
  const source = await readSource(dir, FILE);
  if (source === null) {
    const mend = `Copy ${FILE} from the folder that the program comes with.`;
    return fail([{ file: FILE, line: 1, what: 'this file is missing', mend }]);
  }
  if (source.problems.length > 0) return fail(source.problems);
  const parsed = Plan.safeParse(source.value);
  const problems = parsed.success ? missing(parsed.data, hasText) : problemsOf(parsed.error, FILE);
  if (parsed.success && problems.length === 0) return ok(parsed.data);
  return fail(located(problems, new Map([[FILE, source]])));
}

function missing(plan: Plan, hasText: (key: string) => boolean): readonly Problem[] {
  return keysOf(plan)
    .filter((key) => !hasText(key))
    .map((key) => ({
      file: FILE,
      path: ['sections'],
      what: `there is no text ${key}`,
      mend: 'Write the text, or take its name out of the plan.',
    }));
}
