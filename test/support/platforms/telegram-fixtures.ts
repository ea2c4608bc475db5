import type { MediaKind } from '../../../src/domain/conversation/input.ts';

// One update of each kind that the Bot API 10.1 documents (Update, Message), with every required field of it. Names and
// files are canaries: none of them may get past the door.

const file = { file_id: 'canary-file', file_unique_id: 'canary-unique', file_size: 1024 };
const user = { id: 55501, is_bot: false, first_name: 'Canary', username: 'canary_name' };
const bot = { id: 7000000001, is_bot: true, first_name: 'Bot', username: 'loopback_bot' };
const photo = [{ ...file, width: 90, height: 90 }];
const chat = { id: 55501, type: 'private', first_name: 'Canary', username: 'canary_name' };
const group = { id: -100123, type: 'supergroup', title: 'Canary group' };

/** What a message can hold beside text, with what the domain is told of it. */
export const CONTENTS: readonly (readonly [string, object, MediaKind])[] = [
  ['photo', { photo, caption: 'look' }, 'picture'],
  ['photo with a spoiler', { photo, has_media_spoiler: true, media_group_id: '9' }, 'picture'],
  ['live_photo', { photo, live_photo: { ...file, duration: 2, width: 1, height: 1 } }, 'picture'],
  ['animation', { animation: { ...file, width: 1, height: 1 }, document: file }, 'video'],
  ['video', { video: { ...file, width: 1, height: 1, duration: 3 } }, 'video'],
  ['video_note', { video_note: { ...file, length: 1, duration: 3 } }, 'video'],
  ['voice', { voice: { ...file, duration: 3, mime_type: 'audio/ogg' } }, 'voice'],
  ['audio', { audio: { ...file, duration: 3, title: 'canary' } }, 'voice'],
  ['document', { document: { ...file, file_name: 'canary.pdf' } }, 'file'],
  [
    'sticker',
    { sticker: { ...file, type: 'regular', width: 1, height: 1, is_animated: false } },
    'sticker',
  ],
  ['location', { location: { latitude: 11.55, longitude: 104.91 } }, 'location'],
  [
    'live location',
    { location: { latitude: 11.55, longitude: 104.91, live_period: 60 } },
    'location',
  ],
  [
    'venue',
    {
      venue: { title: 'canary', address: 'canary', location: { latitude: 1, longitude: 1 } },
      location: { latitude: 1, longitude: 1 },
    },
    'location',
  ],
  ['contact', { contact: { phone_number: '000canary', first_name: 'Canary' } }, 'contact'],
  ['poll', { poll: { id: '1', question: 'canary', options: [], is_anonymous: true } }, 'other'],
  ['dice', { dice: { emoji: '🎲', value: 3 } }, 'other'],
  ['game', { game: { title: 'canary', description: 'canary', photo } }, 'other'],
  ['story', { story: { id: 1, chat: group } }, 'other'],
  ['paid_media', { paid_media: { star_count: 1, paid_media: [] } }, 'other'],
  ['checklist', { checklist: { title: 'canary', tasks: [] } }, 'other'],
  ['rich_message', { rich_message: { blocks: [] } }, 'other'],
];

/** Messages about the chat itself: nobody says anything with them. */
export const SERVICE_MESSAGES: readonly (readonly [string, object])[] = [
  ['pinned_message', { pinned_message: { message_id: 1, date: 0, chat } }],
  ['new_chat_members', { new_chat_members: [user] }],
  ['left_chat_member', { left_chat_member: user }],
  ['new_chat_photo', { new_chat_photo: photo }],
  [
    'message_auto_delete_timer_changed',
    { message_auto_delete_timer_changed: { message_auto_delete_time: 86_400 } },
  ],
  ['successful_payment', { successful_payment: { currency: 'XTR', total_amount: 1 } }],
  ['users_shared', { users_shared: { request_id: 1, users: [{ user_id: 1 }] } }],
  ['write_access_allowed', { write_access_allowed: {} }],
  ['web_app_data', { web_app_data: { data: 'canary', button_text: 'canary' } }],
  ['gift', { gift: { gift: { id: 'canary' } } }],
  ['chat_background_set', { chat_background_set: { type: { type: 'chat_theme' } } }],
  ['poll_option_added', { poll_option_added: {} }],
];

const inGroup = { message_id: 5, date: 1_793_000_000, chat: group, from: user, text: 'canary' };
const reaction = { type: 'emoji', emoji: '👍' };

/** Kinds of update that the webhook does not ask for, or that are none of ours when they come all the same. */
export const IGNORED: readonly (readonly [string, object])[] = [
  ['a group’s message', { message: inGroup }],
  ['a group’s edit', { edited_message: { ...inGroup, edit_date: 1_793_000_001 } }],
  ['channel_post', { channel_post: { ...inGroup, chat: { ...group, type: 'channel' } } }],
  ['edited_channel_post', { edited_channel_post: inGroup }],
  ['business_connection', { business_connection: { id: 'canary', user, user_chat_id: 1 } }],
  ['business_message', { business_message: { ...inGroup, chat } }],
  ['edited_business_message', { edited_business_message: { ...inGroup, chat } }],
  ['deleted_business_messages', { deleted_business_messages: { chat, message_ids: [1] } }],
  ['guest_message', { guest_message: { ...inGroup, guest_query_id: 'canary' } }],
  [
    'message_reaction',
    { message_reaction: { chat, message_id: 1, user, date: 1, new_reaction: [reaction] } },
  ],
  ['message_reaction_count', { message_reaction_count: { chat, message_id: 1, reactions: [] } }],
  ['inline_query', { inline_query: { id: '1', from: user, query: 'canary', offset: '' } }],
  ['chosen_inline_result', { chosen_inline_result: { result_id: '1', from: user } }],
  ['shipping_query', { shipping_query: { id: '1', from: user, invoice_payload: 'canary' } }],
  ['pre_checkout_query', { pre_checkout_query: { id: '1', from: user, currency: 'XTR' } }],
  ['purchased_paid_media', { purchased_paid_media: { from: user } }],
  ['poll', { poll: { id: '1', question: 'canary', options: [] } }],
  ['poll_answer', { poll_answer: { poll_id: '1', user, option_ids: [0] } }],
  ['chat_member', { chat_member: { chat: group, from: user, date: 1 } }],
  ['chat_join_request', { chat_join_request: { chat: group, from: user, date: 1 } }],
  ['chat_boost', { chat_boost: { chat: group } }],
  ['removed_chat_boost', { removed_chat_boost: { chat: group } }],
  ['managed_bot', { managed_bot: { user, bot } }],
  ['a kind that is not invented yet', { thought_of: { chat, text: 'canary' } }],
  ['nothing', {}],
];
