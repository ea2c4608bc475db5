import { z } from 'zod';

// Written from the Bot API's own pages, not from our types: everything that a bot may ask beside sendMessage.

const ALL_UPDATES = [
  'message',
  'edited_message',
  'channel_post',
  'callback_query',
  'my_chat_member',
  'chat_member',
  'message_reaction',
  'inline_query',
] as const;

const DeleteMessages = z.strictObject({
  chat_id: z.int(),
  message_ids: z.array(z.int()).min(1).max(100),
});
const DeleteMessage = z.strictObject({ chat_id: z.int(), message_id: z.int() });
const AnswerCallback = z.strictObject({
  callback_query_id: z.string().min(1),
  text: z.string().max(200).optional(),
});
const LeaveChat = z.strictObject({ chat_id: z.int() });
const SetWebhook = z.strictObject({
  url: z.url(),
  secret_token: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/u),
  allowed_updates: z.array(z.enum(ALL_UPDATES)).min(1),
  max_connections: z.int().min(1).max(100).optional(),
});
const Scope = z.strictObject({
  type: z.enum(['default', 'all_private_chats', 'all_group_chats']),
});
const CommandScope = { scope: Scope.optional(), language_code: z.string().length(2).optional() };
const SetCommands = z.strictObject({
  commands: z
    .array(
      z.strictObject({
        command: z.string().regex(/^[a-z0-9_]{1,32}$/u),
        description: z.string().min(1).max(256),
      }),
    )
    .max(100),
  ...CommandScope,
});
const GetCommands = z.strictObject(CommandScope);
const MenuButton = z.strictObject({ menu_button: z.strictObject({ type: z.literal('commands') }) });

/** What a real Bot API would remember of a bot. Tests may change it to play a bot that is set up badly. */
export interface BotAccount {
  me: Record<string, unknown>;
  webhook: Record<string, unknown>;
  readonly commands: Map<string, unknown>;
}

export function botAccount(): BotAccount {
  return {
    me: {
      id: 7000000001,
      is_bot: true,
      first_name: 'Loopback',
      username: 'loopback_bot',
      can_join_groups: false,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
    },
    webhook: { url: '', has_custom_certificate: false, pending_update_count: 0 },
    commands: new Map(),
  };
}

export type Answered =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly why: string }
  /** No such method. */
  | null;

/** Carries a call out on the account, as strictly as the Bot API would. */
export function callMethod(account: BotAccount, method: string, body: unknown): Answered {
  const take = <T>(schema: z.ZodType<T>, act: (value: T) => unknown): Answered => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) return { ok: false, why: z.prettifyError(parsed.error) };
    return { ok: true, result: act(parsed.data) };
  };
  switch (method) {
    case 'answerCallbackQuery':
      return take(AnswerCallback, () => true);
    case 'leaveChat':
      return take(LeaveChat, () => true);
    case 'deleteMessages':
      return take(DeleteMessages, () => true);
    case 'deleteMessage':
      return take(DeleteMessage, () => true);
    case 'getMe':
      return take(z.strictObject({}), () => account.me);
    case 'getWebhookInfo':
      return take(z.strictObject({}), () => account.webhook);
    case 'setWebhook':
      return take(SetWebhook, ({ url, allowed_updates }) => {
        account.webhook = { ...account.webhook, url, allowed_updates };
        return true;
      });
    case 'setMyCommands':
      return take(SetCommands, (asked) => {
        account.commands.set(nameOf(asked), asked.commands);
        return true;
      });
    case 'getMyCommands':
      return take(GetCommands, (asked) => account.commands.get(nameOf(asked)) ?? []);
    case 'setChatMenuButton':
      return take(MenuButton, () => true);
    default:
      return null;
  }
}

function nameOf(asked: z.infer<typeof GetCommands>): string {
  return `${asked.scope?.type ?? 'default'}/${asked.language_code ?? ''}`;
}
