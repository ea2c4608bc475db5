import type { Core } from './core.ts';
import { look, sees } from './desk-look.ts';
import type { Desk } from './desk-types.ts';
import { heldBy } from './held.ts';
import { sharedReads } from './shared-read.ts';

const GATHER_MS = 20;

type Live = 'versions' | 'concernsDesk' | 'maySee' | 'dutyMark';

/** What live connections ask of the desk. */
export function deskLive(core: Core): Pick<Desk, Live> {
  // A change is asked about for everyone who listens, at almost the same moment.
  const looked = sharedReads((id) => look(core, id), GATHER_MS);
  return {
    async versions(viewer) {
      return (await heldBy(core, viewer.id)).map(({ id, version }) => ({ id, version }));
    },
    async dutyMark() {
      const { line } = await core.deskFacts();
      return JSON.stringify([...new Set(line?.onDuty?.map(({ writes }) => writes.join()))].sort());
    },
    concernsDesk: async (id) => (await looked(id)) !== null,
    async maySee(viewer, id) {
      const found = await looked(id);
      return found !== null && sees(viewer, found.stored.owner, found.state);
    },
  };
}
