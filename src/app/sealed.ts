import type { Line } from '../domain/conversation/effect.ts';
import type { Input } from '../domain/conversation/input.ts';
import type { OutMessage } from '../domain/conversation/message.ts';
import type { ConversationState } from '../domain/conversation/state.ts';
import type { Address } from '../ports/channel.ts';
import type {
  AddressKey,
  ConversationId,
  Sealed,
  StoredConversation,
} from '../ports/conversation-store.ts';
import type { DataKey, Vault } from '../ports/vault.ts';
import type { Urgency } from './delivery/lane.ts';

/** What lies sealed in a store, by kind. Written and read here only, so that both sides agree. */

/** The sealed half of a conversation: its state, and where its child can be reached. */
export interface SealedState {
  readonly state: ConversationState;
  readonly address: Address;
  /** What its inputs are sealed for. */
  readonly addressKey: AddressKey | ConversationId;
}

/** An input on its way; `to` binds it to its conversation, whatever a store does with the ciphertext. */
export interface SealedInput {
  readonly to: AddressKey | ConversationId;
  readonly address: Address | null;
  readonly input: Input;
  /** The platform's time, or ours when it gave none (ms). */
  readonly at: number;
  /** It gave none: what was done long ago may come only now. */
  readonly untimed?: true;
}

export interface SealedItem {
  readonly address: Address;
  /** Null: no message, but the child's chat is to be cleared. */
  readonly message: OutMessage | null;
  /** When the child last did something (ms), for a platform that lets us write only for a while after that. */
  readonly heardAt: number;
  /** 0 goes before 2 where a platform cannot take everything at once. */
  readonly urgency: Urgency;
}

export function sealState(
  vault: Vault,
  key: DataKey,
  id: ConversationId,
  value: SealedState,
): Sealed {
  return vault.seal(key, { kind: 'state', owner: id, place: '' }, JSON.stringify(value));
}

/** Null when the hour of its key is over, or the ciphertext is not the one that was sealed. */
export async function openState(
  vault: Vault,
  stored: StoredConversation,
): Promise<{ readonly key: DataKey; readonly sealed: SealedState } | null> {
  const key = await vault.openKey(stored.key);
  if (key === null) return null;
  const text = vault.open(key, { kind: 'state', owner: stored.id, place: '' }, stored.state);
  if (text === null) return null;
  const sealed: SealedState = JSON.parse(text);
  return { key, sealed: { ...sealed, state: { ...sealed.state, owner: stored.owner } } };
}

export function encloseInput(vault: Vault, value: SealedInput, deadAt: number): Promise<Sealed> {
  return vault.enclose(
    { kind: 'input', owner: value.to.slice(0, 3), place: '' },
    JSON.stringify(value),
    deadAt,
  );
}

export async function discloseInput(
  vault: Vault,
  id: ConversationId,
  body: Sealed,
): Promise<SealedInput | null> {
  const text = await vault.disclose({ kind: 'input', owner: id.slice(0, 3), place: '' }, body);
  return text === null ? null : JSON.parse(text);
}

export function sealItem(
  vault: Vault,
  key: DataKey,
  id: ConversationId,
  item: string,
  value: SealedItem,
): Sealed {
  return vault.seal(key, { kind: 'out', owner: id, place: item }, JSON.stringify(value));
}

export function openItem(
  vault: Vault,
  key: DataKey,
  id: ConversationId,
  item: { readonly id: string; readonly body: Sealed },
): SealedItem | null {
  const text = vault.open(key, { kind: 'out', owner: id, place: item.id }, item.body);
  return text === null ? null : JSON.parse(text);
}

export function sealLine(vault: Vault, key: DataKey, id: ConversationId, line: Line): Sealed {
  return vault.seal(key, { kind: 'line', owner: id, place: '' }, JSON.stringify(line));
}

export function openLine(
  vault: Vault,
  key: DataKey,
  id: ConversationId,
  body: Sealed,
): Line | null {
  const text = vault.open(key, { kind: 'line', owner: id, place: '' }, body);
  return text === null ? null : JSON.parse(text);
}
