import { z } from 'zod';
import { BANDS } from '../../domain/flow/bundle.ts';
import type {
  ConversationId,
  Outgoing,
  OutItem,
  Sealed,
  StoredConversation,
  StoredLine,
  Turn,
  WrappedKey,
} from '../../ports/conversation-store.ts';

const number = z.string().transform(Number).pipe(z.number());
const text = z.string();
const id = text.transform((value) => value as ConversationId);
const sealed = text.transform((value) => value as Sealed);
const wrapped = text.transform((value) => value as WrappedKey);
/** A band that a newer version knows is none to this one. */
const band = text.nullable().transform((value) => BANDS.find((one) => one === value) ?? null);

const ownerOf = z.union([
  z.tuple([z.enum(['bot', 'queue', 'nobody']), z.null()]).transform(([kind]) => ({ kind })),
  z.tuple([z.literal('counsellor'), text]).transform(([kind, own]) => ({ kind, id: own })),
]);

export const Stored = z
  .tuple([
    ...[id, number, text, text.nullable(), text.nullable(), band, text.nullable()],
    ...[sealed, wrapped, number.nullable()],
  ] as const)
  .transform((row): StoredConversation => {
    const [own, version, kind, owner, language, known, skill, state, key, waiting] = row;
    return {
      id: own,
      version,
      owner: ownerOf.parse([kind, owner]),
      language,
      band: known,
      skill,
      state,
      key,
      waiting,
    };
  });

/** What `owner` is stored as. */
export const Owner = ownerOf;

export const TurnReply = z
  .tuple([
    id,
    number,
    Stored.nullable(),
    number.nullable(),
    sealed.nullable(),
    number.nullable(),
    number,
  ])
  .transform(([own, epoch, stored, seq, body, due, attempts]): Turn => {
    const input = seq === null || body === null ? null : { seq, body };
    return { id: own, epoch, stored, input, due, attempts };
  });

export const OutgoingReply = z
  .tuple([
    ...([id, number, text, sealed, number, number, wrapped, number.nullable()] as const),
    ...([text.nullable(), number.nullable()] as const),
  ])
  .transform(([own, epoch, name, body, at, attempts, key, doubtAt, of, parts]): Outgoing => {
    const begun = of === null || parts === null ? null : { of, parts };
    return { id: own, epoch, item: { id: name, body, at, attempts }, key, doubtAt, begun };
  });

const Item = z
  .tuple([text, sealed, number, number])
  .transform(([name, body, at, attempts]): OutItem => ({ id: name, body, at, attempts }));

export const Outbox = z
  .tuple([wrapped, z.array(Item)])
  .transform(([key, items]) => ({ key, items }))
  .nullable();

export const Lines = z.array(
  z
    .tuple([number, text.nullable(), sealed])
    .transform(([seq, ref, body]): StoredLine => ({ seq, ref, body })),
);

export const SealedList = z.array(sealed);
export const TextList = z.array(text);

/** Members and scores in turns. */
export const Scored = z
  .array(text)
  .transform((flat) =>
    flat.flatMap((member, at) => (at % 2 === 0 ? [{ member, score: Number(flat[at + 1]) }] : [])),
  );

/** Checks a reply. An error names the script and the place, never the value. */
export function parse<T>(schema: z.ZodType<T>, reply: unknown, where: string): T {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole');
  throw new Error(`the reply of ${where} is not as expected at ${paths.join(', ')}`);
}
