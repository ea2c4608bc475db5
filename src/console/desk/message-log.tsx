import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Conversation, TranscriptLine } from '../api/types.ts';
import { DownIcon } from '../icons.tsx';
import { useDesk, useParts } from '../parts.tsx';
import { useSession } from '../queries.ts';
import type { Pending } from '../state/pending.ts';
import { LINES_AT_ONCE, shownFrom } from '../state/shown-part.ts';
import { MessageLine, PendingLine } from './message-line.tsx';

interface MessageLogProps {
  readonly conversation: Conversation;
  readonly pending: readonly Pending[];
}

export function MessageLog({ conversation, pending }: MessageLogProps) {
  const { t } = useTranslation();
  const { lines, handle } = conversation;
  const me = useSession().data?.me.alias;
  const divider = useDivider(conversation);
  const { from, earlier } = useEarlier(lines, divider);
  const { box, follow, behind, toLatest } = useFollow(conversation, lines.length + pending.length);
  return (
    <div className="log-frame">
      <div
        className="log"
        ref={box}
        role="log"
        aria-label={t('conversation.log', { handle })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={follow}
      >
        {lines.length === 0 && <p className="log-empty quiet">{t('conversation.empty')}</p>}
        {from > 0 && (
          <button type="button" className="earlier" onClick={() => earlier(box.current)}>
            {t('conversation.earlier', { n: from })}
          </button>
        )}
        {lines.slice(from).map((line, index) => (
          <MessageLine
            key={line.seq}
            line={line}
            joined={isJoined(lines[from + index - 1], line) && line.seq !== divider}
            divided={line.seq === divider}
            me={me}
          />
        ))}
        {pending.map((item) => (
          <PendingLine key={item.key} item={item} />
        ))}
      </div>
      {behind && (
        <button type="button" className="to-latest" onClick={toLatest}>
          <DownIcon size={15} />
          {t('conversation.latest')}
        </button>
      )}
    </div>
  );
}

/** The end of a long talk; more of it on demand, without a jump under the reader's eyes. */
function useEarlier(lines: Conversation['lines'], divider: number | null) {
  const [first, setFirst] = useState(() => shownFrom(lines.length, placeOf(lines, divider)));
  // Lines that were taken back must not leave too few.
  const from = Math.min(first, shownFrom(lines.length, -1));
  const earlier = (box: HTMLElement | null) => {
    if (!box) return;
    const below = box.scrollHeight - box.scrollTop;
    // What was there before is no news.
    box.setAttribute('aria-live', 'off');
    setTimeout(() => box.removeAttribute('aria-live'), 1000);
    flushSync(() => setFirst(Math.max(0, from - LINES_AT_ONCE)));
    box.scrollTop = box.scrollHeight - below;
    // The button is gone once everything is there.
    box.focus({ preventScroll: true });
  };
  return { from, earlier };
}

const placeOf = (lines: Conversation['lines'], seq: number | null) =>
  lines.findIndex((line) => line.seq === seq);

/** Lines of one speaker within two minutes stand together under one name. */
function isJoined(before: TranscriptLine | undefined, line: TranscriptLine): boolean {
  if (!before || before.from !== line.from || before.alias !== line.alias) return false;
  return line.at - before.at < 120_000;
}

/** The first line of the child that came since this conversation was last looked at. */
function useDivider({ id, lines }: Conversation): number | null {
  const [seen] = useState(useDesk((state) => state.seen[id]));
  if (seen === undefined) return null;
  return lines.find((line) => line.seq > seen && line.from === 'child')?.seq ?? null;
}

const NEAR_PX = 48;

/** Stays at the latest line while the reader is there, and never moves for one who reads further up. */
function useFollow({ id, lines }: Conversation, count: number) {
  const { store } = useParts();
  const box = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  const known = useRef(0);
  const [behind, setBehind] = useState(false);
  const last = lines.at(-1)?.seq ?? 0;

  const look = useCallback(() => {
    const inSight = document.visibilityState === 'visible' && box.current?.checkVisibility();
    if (near.current && inSight) store.look(id, last);
  }, [id, last, store]);
  const toLatest = () => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
    near.current = true;
    setBehind(false);
    look();
  };
  const follow = () => {
    const { current } = box;
    if (!current) return;
    near.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_PX;
    if (near.current) setBehind(false);
    look();
  };

  useLayoutEffect(() => {
    const grew = count > known.current;
    known.current = count;
    const { current } = box;
    if (near.current && current) current.scrollTop = current.scrollHeight;
    else if (grew) setBehind(true);
    look();
  }, [count, look]);

  useEffect(() => {
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [look]);

  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const observer = new ResizeObserver(() => {
      if (near.current) current.scrollTop = current.scrollHeight;
      // In a narrow window the brief stood in its place.
      look();
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [look]);

  return { box, follow, behind, toLatest };
}
