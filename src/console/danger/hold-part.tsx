import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HOLD_REASONS, type HoldReason } from '../../domain/conversation/escalation.ts';
import type { Conversation, HoldAct } from '../api/types.ts';
import { ChipsOne } from '../desk/chips.tsx';
import { useServerNow } from '../desk/clock.tsx';
import { dayAndTimeOf } from '../desk/time-of.ts';
import { useDesk } from '../parts.tsx';
import { useAbout } from '../queries.ts';
import type { DangerProps } from './danger-props.ts';
import { Failed } from './failed.tsx';
import { useDangerAct } from './use-danger-act.ts';
import { useDangerWords } from './words.ts';

type Does = (act: HoldAct['act']) => void;

interface PartProps extends DangerProps {
  readonly does: Does;
  readonly still: boolean;
}

/** Counsellor and supervisor together; the child's wish for erasing comes before all else. */
export function HoldPart({ conversation, escalation }: DangerProps) {
  const { t } = useDangerWords();
  const { act, busy, failed } = useDangerAct(conversation.id);
  const still = useDesk((state) => state.link !== 'live') || busy;
  const does: Does = (one) => void act({ to: 'hold', act: one });
  const part = { conversation, escalation, does, still };
  return (
    <section className="hold-part">
      <h3>{t('hold')}</h3>
      <HoldState {...part} />
      {escalation.erase !== null && <EraseAsked {...part} />}
      {failed && <Failed />}
    </section>
  );
}

function HoldState(props: PartProps) {
  const { t } = useDangerWords();
  const signed = useAbout().data?.hold;
  const now = useServerNow();
  const { hold, asked } = props.escalation;
  if (hold !== null && hold.until > now) return <Held {...props} hold={hold} />;
  if (signed === undefined) return null;
  if (signed === null) return <p className="quiet">{t('hold-off')}</p>;
  return (
    <>
      {asked === null ? (
        <AskHold {...props} hours={signed.hours} />
      ) : (
        <Asked {...props} asked={asked} />
      )}
      <p className="quiet">{t('signed', { who: signed.signOff })}</p>
    </>
  );
}

type Hold = NonNullable<NonNullable<Conversation['escalation']>['hold']>;
type HoldAsked = NonNullable<NonNullable<Conversation['escalation']>['asked']>;

function Held({ hold, escalation, does, still }: PartProps & { readonly hold: Hold }) {
  const { t } = useDangerWords();
  const { i18n } = useTranslation();
  const words = { by: hold.by, with: hold.with, why: t(`reasons.${hold.why}`) };
  return (
    <>
      <p>
        {t('held', words)} {t('held-until', { time: dayAndTimeOf(hold.until, i18n.language) })}
      </p>
      {escalation.mine === 'supervisor' && escalation.erase === null && (
        <p>
          <Button
            size="compact-sm"
            variant="default"
            disabled={still}
            onClick={() => does({ kind: 'lift' })}
          >
            {t('lift')}
          </Button>{' '}
          <span className="quiet">{t('lift-more')}</span>
        </p>
      )}
    </>
  );
}

function Asked({ asked, does, still }: PartProps & { readonly asked: HoldAsked }) {
  const { t } = useDangerWords();
  const words = { alias: asked.by, n: asked.hours, why: t(`reasons.${asked.why}`) };
  return (
    <div role="status">
      <p>{t(asked.mine ? 'asked-mine' : 'asked', words)}</p>
      <p className="hold-acts">
        {!asked.mine && (
          <Button size="compact-sm" disabled={still} onClick={() => does({ kind: 'agree' })}>
            {t('agree')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          disabled={still}
          onClick={() => does({ kind: 'decline' })}
        >
          {t(asked.mine ? 'take-back' : 'decline')}
        </Button>
      </p>
    </div>
  );
}

const SPANS = [24, 48, 72];

function AskHold({ escalation, does, still, hours }: PartProps & { readonly hours: number }) {
  const { t } = useDangerWords();
  const [why, setWhy] = useState<HoldReason | null>(null);
  const spans = [...SPANS.filter((span) => span < hours), hours];
  const [span, setSpan] = useState(spans[0] ?? hours);
  const alone = escalation.supervisor === null;
  return (
    <>
      <p className="quiet">{t(alone ? 'ask-alone' : 'hold-more')}</p>
      <ChipsOne
        label={t('why')}
        options={HOLD_REASONS}
        value={why}
        word={(reason) => t(`reasons.${reason}`)}
        onChange={setWhy}
      />
      <NativeSelect
        label={t('hours')}
        value={String(span)}
        onChange={(event) => setSpan(Number(event.currentTarget.value))}
        data={spans.map((n) => ({ value: String(n), label: t('hours-n', { n }) }))}
      />
      <Button
        size="compact-sm"
        disabled={still || alone || why === null}
        onClick={() => why !== null && does({ kind: 'ask-hold', why, hours: span })}
      >
        {t('ask')}
      </Button>
    </>
  );
}

function EraseAsked({ escalation, does, still }: PartProps) {
  const { t } = useDangerWords();
  const { erase } = escalation;
  if (erase === null) return null;
  const said = erase.mine ? t('keep-mine') : t('keep-other', { alias: erase.keep });
  return (
    <div className="erase-asked" role="alert">
      <p>
        <strong>{t('erase')}</strong>
      </p>
      {erase.kept ? <p>{t('kept')}</p> : erase.keep !== null && <p>{said}</p>}
      <p className="hold-acts">
        <Button size="compact-sm" disabled={still} onClick={() => does({ kind: 'erase' })}>
          {t('erase-now')}
        </Button>
        {!erase.kept && !erase.mine && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={still}
            onClick={() => does({ kind: 'keep' })}
          >
            {t('keep')}
          </Button>
        )}
      </p>
    </div>
  );
}
