import type { z } from 'zod';
import type * as schema from '../../http/api.ts';

export type About = z.infer<typeof schema.About>;
export type Conversation = z.infer<typeof schema.Conversation>;
export type LiveEvent = z.infer<typeof schema.LiveEvent>;
export type Me = z.infer<typeof schema.Me>;
export type MyCard = z.infer<typeof schema.MyCard>;
export type Queue = z.infer<typeof schema.Queue>;
export type QueueCard = z.infer<typeof schema.QueueCard>;
export type Session = z.infer<typeof schema.Session>;
export type TranscriptLine = z.infer<typeof schema.TranscriptLine>;
export type WrapUpBody = z.infer<typeof schema.WrapUpBody>;
