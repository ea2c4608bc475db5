import type { ConversationState } from '../domain/conversation/state.ts';
import { isCaseCounsellor } from '../domain/flow/escalate.ts';
import type { Viewer } from './desk-types.ts';
import type { EscalationView } from './escalation-types.ts';

export function escalationView(state: ConversationState, viewer: Viewer): EscalationView | null {
  const { escalation } = state;
  if (escalation === undefined) return null;
  const { at, by, supervisor, written, asked, hold, erase } = escalation;
  return {
    at,
    by: by.alias,
    supervisor: supervisor?.alias ?? null,
    mine: partOf(state, viewer),
    written,
    asked:
      asked === undefined
        ? null
        : { ...asked, by: asked.by.alias, mine: asked.by.id === viewer.id },
    hold:
      hold === undefined
        ? null
        : { by: hold.by.alias, with: hold.with.alias, why: hold.why, until: hold.until },
    erase:
      erase === undefined
        ? null
        : { ...erase, keep: erase.keep?.alias ?? null, mine: erase.keep?.id === viewer.id },
  };
}

function partOf(state: ConversationState, viewer: Viewer): EscalationView['mine'] {
  if (isCaseCounsellor(state, viewer)) return 'counsellor';
  return state.escalation?.supervisor?.id === viewer.id ? 'supervisor' : null;
}
