import { isAccountRefusal } from '../adapters/meta/whatsapp-outbound.ts';
import type { Core } from '../app/core.ts';
import { noteTrouble } from '../app/troubles.ts';
import type { Told } from './open-channels.ts';

/** Brings to the log and to the alarms what platforms say that is nobody's message. */
export function tellOf(core: Pick<Core, 'store' | 'documents' | 'log' | 'background'>): Told {
  return {
    unread(channel, count) {
      core.log.warn('shape-unknown', { channel, count });
      core.background(() => noteTrouble(core, 'shape-unknown', count));
    },
    undelivered(channel, code) {
      core.log.warn('delivery-failed', { channel, code });
      if (!isAccountRefusal(code)) return;
      core.background(() => noteTrouble(core, 'account-refused', 1));
    },
  };
}
