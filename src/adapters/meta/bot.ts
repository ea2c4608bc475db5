import { type Activity, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder-core';
import { Botkit, type BotkitMessage, type BotWorker } from 'botkit';
import type { ChannelId } from '../../domain/flow/bundle.ts';
import type { InboundEvent } from '../../ports/channel.ts';
import { EVENT_NAMES, inputOf, type MetaEvent } from './event.ts';

// Imported lazily, by `channels.ts` alone: Botkit costs a second and 93 MB, and nobody pays who has no Meta channel.

/** Posts one message body and answers the platform's id of it; throws a `MetaRefusal`. */
export type Post = (body: object) => Promise<string>;

export interface BotOptions {
  readonly channel: ChannelId;
  readonly post: Post;
  /** Keyed hash of a platform's message id. */
  readonly ref: (id: string) => string;
  /** Throws when a body is over the platform's limits: a bug that must not reach the wire. */
  readonly check: (body: object) => void;
}

export interface MetaBot {
  /** One Botkit turn an event. Rejects when a handler failed. */
  hear(event: MetaEvent): Promise<InboundEvent>;
  /** Sends unasked, through Botkit's send middleware. Throws what `post` threw. */
  say(body: object): Promise<string>;
}

/** A Botkit controller on an adapter of ours: its events and middleware, none of its server, storage or dialogs. */
export function metaBot(options: BotOptions): MetaBot {
  const adapter = new MetaAdapter(options.post);
  const controller = new Botkit({
    adapter,
    disable_webserver: true,
    disable_console: true,
    storage: NO_STORAGE,
  });
  for (const name of EVENT_NAMES) controller.on(name, guarded(options.ref));
  controller.middleware.send.use(checking(options.check));
  let turns = 0;
  // Botkit sees a number in place of the child: ids would end in its storage keys and its debug output.
  const turn = () => {
    turns += 1;
    return { channelId: options.channel, turn: String(turns) };
  };
  return {
    hear: (event) => adapter.hear(controller, turn(), event),
    say: (body) => adapter.say(controller, turn(), body),
  };
}

const EVENT = Symbol('event');
const HEARD = Symbol('heard');
const FAILED = Symbol('failed');
const SENT = Symbol('sent');

/** Botkit never settles a turn whose handler threw, and the process dies; so no handler may throw. */
function guarded(ref: (id: string) => string) {
  return async (_: BotWorker, message: BotkitMessage): Promise<void> => {
    const context: TurnContext = message['context'];
    try {
      const event: MetaEvent = context.turnState.get(EVENT);
      const { address, id, at } = event;
      context.turnState.set(HEARD, { address, id, at, input: inputOf(event, ref) });
    } catch {
      // A turn that was not heard is a failed one; the cause could quote the child.
    }
  };
}

type Next = (error?: unknown) => void;

function checking(check: (body: object) => void) {
  return (_: BotWorker, activity: Partial<Activity>, next: Next): void => {
    try {
      check(activity.channelData.body);
      next();
    } catch (error) {
      next(error);
    }
  };
}

interface TurnName {
  readonly channelId: string;
  readonly turn: string;
}

class MetaAdapter extends BotAdapter {
  readonly #post: Post;

  constructor(post: Post) {
    super();
    this.#post = post;
  }

  async hear(controller: Botkit, name: TurnName, event: MetaEvent): Promise<InboundEvent> {
    const context = new TurnContext(this, activityOf(name));
    // Not in the message, which Botkit prints when DEBUG is set.
    context.turnState.set(EVENT, event);
    const bot = await controller.spawn(configOf(context));
    const message = messageOf(event.name, context);
    const { ingest, receive } = controller.middleware;
    await pass(ingest, bot, message);
    await pass(receive, bot, message);
    await controller.trigger(event.name, bot, message);
    const heard: InboundEvent | undefined = context.turnState.get(HEARD);
    if (heard === undefined) throw new Error('meta: a handler failed');
    return heard;
  }

  async say(controller: Botkit, name: TurnName, body: object): Promise<string> {
    const context = new TurnContext(this, activityOf(name));
    const bot = await controller.spawn(configOf(context));
    await bot.say({ channelData: { body } });
    const failure: unknown = context.turnState.get(FAILED);
    if (failure !== undefined) throw failure;
    const id: string | undefined = context.turnState.get(SENT);
    return id ?? '';
  }

  /** Keeps a failure in the turn: thrown here, Botkit would neither pass it on nor ever settle. */
  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const responses: ResourceResponse[] = [];
    for (const { channelData } of activities) {
      try {
        const id = await this.#post(channelData.body);
        context.turnState.set(SENT, id);
        responses.push({ id });
      } catch (error) {
        context.turnState.set(FAILED, error);
        return responses;
      }
    }
    return responses;
  }

  override async updateActivity(): Promise<void> {
    throw new Error('meta: a sent message cannot be changed');
  }

  override async deleteActivity(): Promise<void> {
    throw new Error('meta: a sent message cannot be taken back');
  }

  override async continueConversation(): Promise<void> {
    throw new Error('meta: use say');
  }
}

/**
 * What Botkit's worker needs to pass events and sends through its middleware. No dialog: the flow engine is ours, and a dialog
 * context costs more than all the rest of a Botkit turn.
 */
function configOf(context: TurnContext) {
  const reference = TurnContext.getConversationReference(context.activity);
  return { context, reference, activity: context.activity };
}

function messageOf(type: MetaEvent['name'], context: TurnContext): BotkitMessage {
  const { activity } = context;
  const { conversation, channelId, serviceUrl, recipient } = activity;
  return {
    type,
    user: activity.from.id,
    text: '',
    channel: conversation.id,
    reference: { conversation, channelId, serviceUrl, bot: recipient },
    context,
    incoming_message: activity,
  };
}

interface Middleware {
  run(bot: BotWorker, message: BotkitMessage, done: (error?: unknown) => void): void;
}

function pass(middleware: Middleware, bot: BotWorker, message: BotkitMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    middleware.run(bot, message, (error) => (error ? reject(error) : resolve()));
  });
}

function activityOf({ channelId, turn }: TurnName): Partial<Activity> {
  return {
    type: 'message',
    channelId,
    id: turn,
    text: '',
    from: { id: turn, name: '' },
    recipient: { id: 'bot', name: '' },
    conversation: { id: turn, name: '', isGroup: false, conversationType: '' },
    serviceUrl: '',
  };
}

/** Nothing of a conversation touches Botkit: its state is ours. */
const NO_STORAGE = {
  read: async () => ({}),
  write: async () => undefined,
  delete: async () => undefined,
};
