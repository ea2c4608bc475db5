import { z } from 'zod';
import { type ControlHandlers, controlCommand } from '../adapters/control/serve-control.ts';
import type { Core } from '../app/core.ts';
import { noteHandle } from '../app/handles.ts';
import type { Settings } from '../config/settings.ts';
import { ok } from '../domain/result.ts';
import { openSetup, PLATFORMS } from './open-setup.ts';

export interface ChannelParts {
  readonly core: Core;
  readonly settings: Settings;
  readonly publicUrl: string;
}

/** `npm run channel`: with the settings of the server that runs, not of whoever asks. */
export function channelCommands({ core, settings, publicUrl }: ChannelParts): ControlHandlers {
  const asked = z.strictObject({ channel: z.enum(PLATFORMS), act: z.enum(['setup', 'check']) });
  return {
    channel: controlCommand(asked, async ({ channel, act }) => {
      const bundle = core.bundles.current();
      const opened = openSetup(channel, { settings, publicUrl, bundle });
      if (!opened.ok) return opened;
      const { setup, close } = opened.value;
      const findings = await setup[act]().finally(close);
      await noteHandle(core.documents, channel, findings);
      return ok(z.json().parse(JSON.parse(JSON.stringify(findings))));
    }),
  };
}
