import { Button } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueCard } from '../api/types.ts';
import { useDesk } from '../parts.tsx';
import { Waited } from './clock.tsx';
import { BandTag, ChannelAndLanguage, Handle, OtherLanguageTag, RaisedTag } from './tags.tsx';
import type { ClaimState } from './use-claim.ts';
import { useCodeWords } from './wording.ts';

interface QueueCardItemProps {
  readonly card: QueueCard;
  readonly gone: boolean;
  /** The child writes a language that I do not. */
  readonly other: boolean;
  /** The key that claims the next child passes over this one. */
  readonly forOthers: boolean;
  readonly state: ClaimState | undefined;
  readonly onClaim: (card: QueueCard) => void;
}

/**
 * Not made anew for each child that comes or goes: hundreds may wait. Of the same height whatever becomes of it, so that no
 * other card moves.
 */
export const QueueCardItem = memo(function QueueCardItem(props: QueueCardItemProps) {
  const { card, gone, other, forOthers, state, onClaim } = props;
  const { t } = useTranslation();
  const words = useCodeWords();
  const over = gone || state?.kind === 'taken' || state?.kind === 'gone';
  return (
    <li
      className="card"
      data-band={card.band}
      data-over={over || undefined}
      data-for-others={forOthers || undefined}
    >
      <div className="card-top">
        <BandTag band={card.band} />
        {card.raised && <RaisedTag />}
        <span className="card-gap" />
        {!over && <Waited since={card.since} words={(time) => t('queue.wait', { time })} />}
      </div>
      <p className="card-reason">
        {card.reason ? words.reason(card.reason) : t('queue.no-reason')}
      </p>
      {other && <OtherLanguageTag />}
      <div className="card-foot">
        <Handle handle={card.handle} />
        {over ? (
          <span className="card-news">
            {state?.kind === 'taken' ? t('queue.taken', { by: state.by }) : t('queue.gone')}
          </span>
        ) : (
          <ChannelAndLanguage channel={card.channel} language={card.language} />
        )}
        <span className="card-gap" />
        <ClaimButton card={card} over={over} state={state} onClaim={() => onClaim(card)} />
      </div>
    </li>
  );
});

interface ClaimButtonProps {
  readonly card: QueueCard;
  readonly over: boolean;
  readonly state: ClaimState | undefined;
  readonly onClaim: () => void;
}

/** Stays in place and focusable whatever happens, so that the focus is never lost. */
function ClaimButton({ card, over, state, onClaim }: ClaimButtonProps) {
  const { t } = useTranslation();
  const offline = useDesk((desk) => desk.link !== 'live');
  const claiming = state?.kind === 'claiming';
  const off = over || claiming || offline;
  return (
    <Button
      className="claim"
      size="compact-sm"
      variant="light"
      aria-disabled={off || undefined}
      data-off={off || undefined}
      aria-label={t('queue.claim-one', { handle: card.handle })}
      onClick={() => {
        if (!off) onClaim();
      }}
    >
      {claiming ? t('queue.claiming') : t('queue.claim')}
    </Button>
  );
}
