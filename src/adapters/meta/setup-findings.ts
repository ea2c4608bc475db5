import { type Finding, problem } from '../../ports/channel-setup.ts';
import { GraphRefusal } from './graph-admin.ts';

/** One look; what Graph refuses is a finding too, and the next look is still made. */
export type Look = () => Promise<readonly Finding[]>;

export async function inOrder(looks: readonly (readonly [string, Look])[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [about, look] of looks) {
    try {
      found.push(...(await look()));
    } catch (error) {
      if (!(error instanceof GraphRefusal)) throw error;
      found.push(refused(about, error));
    }
  }
  return found;
}

/** Graph's codes: 190 and 102 token; 10 and 200 to 299 permission; 100 and 33 no such object; 4, 17, 32, 613 too many calls. */
function refused(about: string, { code, status }: GraphRefusal): Finding {
  const is = (...codes: readonly number[]) => code !== null && codes.includes(code);
  const permission = code !== null && code >= 200 && code <= 299;
  if (is(190, 102)) {
    return problem(
      about,
      'Meta does not accept the token: it ended, was withdrawn, or was not copied whole.',
      'Make a new one of a system user in the Business settings, set it, and restart the server.',
    );
  }
  if (is(10) || permission) {
    return problem(
      about,
      `The token may not do this (${code}).`,
      'In the Business settings give the system user the page or the account, and the permissions that the page of this channel in docs/channels lists.',
    );
  }
  if (is(100, 33)) {
    return problem(
      about,
      `Meta does not know this id, or a value of the call (${code}).`,
      'Compare the ids in the settings with those in the app dashboard; an id is digits, and no phone number.',
    );
  }
  if (is(2200)) {
    return problem(
      about,
      'Meta could not shake hands with the server.',
      'META_VERIFY_TOKEN must be the same here and on the server, which must answer at PUBLIC_URL from outside.',
    );
  }
  if (is(4, 17, 32, 613, 80007)) {
    return problem(about, `Meta asks for a pause (${code}).`, 'Wait an hour, then run it again.');
  }
  if (code === null && typeof status === 'string') {
    return problem(
      about,
      `Meta could not be reached (${status}).`,
      'Look whether this machine may open connections to GRAPH_API_ROOT, then run it again.',
    );
  }
  return problem(
    about,
    `Meta refused it (${code ?? `http ${status}`}).`,
    'Run it again in a few minutes; if it stays, look the code up in docs/channels.',
  );
}
