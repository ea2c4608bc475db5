import { useTranslation } from 'react-i18next';
import { Link, useMatch } from 'react-router';
import type { Conversation } from '../api/types.ts';
import { FrictionAct } from '../friction/friction-slot.tsx';
import { GuidanceSlot } from '../guidance/guidance-slot.tsx';
import { BackIcon, EyeOffIcon } from '../icons.tsx';
import { ARRIVED, useArrivalFocus } from '../shell/arrival.ts';
import { useWaited } from './clock.tsx';
import { NoteBox } from './note-box.tsx';
import { ChannelAndLanguage } from './tags.tsx';
import { dayAndTimeOf, timeOf } from './time-of.ts';
import { useCodeWords } from './wording.ts';

export function BriefPane({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { id, mayWrite, ended } = conversation;
  const pane = useArrivalFocus<HTMLElement>(useMatch('/c/:id/brief') !== null);
  return (
    <aside className="pane brief-pane" ref={pane} tabIndex={-1} aria-label={t('panel.heading')}>
      <div className="brief-scroll">
        <Link className="back-link only-brief-view" to={`/c/${id}`} state={ARRIVED}>
          <BackIcon />
          {t('conversation.back-talk')}
        </Link>
        <Chosen conversation={conversation} />
        {conversation.mayWrite && <GuidanceSlot conversation={conversation} />}
        <Circumstances conversation={conversation} />
        {mayWrite && !ended && <FrictionAct conversation={conversation} />}
      </div>
      {mayWrite && !ended && <NoteBox conversation={conversation} />}
    </aside>
  );
}

function Chosen({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const words = useCodeWords();
  const { brief, reason } = conversation;
  const rest = brief.filter(({ name }) => name !== 'category');
  return (
    <section className="brief-part">
      <h2>{t('panel.heading')}</h2>
      {reason && <p className="brief-reason">{words.reason(reason)}</p>}
      <p className="quiet">{t(brief.length === 0 ? 'panel.empty' : 'panel.lead')}</p>
      {rest.length > 0 && (
        <dl className="facts">
          {rest.map(({ name, value }) => (
            <div key={`${name} ${value}`}>
              <dt>{words.name(name)}</dt>
              <dd>{words.value(name, value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Circumstances({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { channel, language, discreet, ownerAlias, owner } = conversation;
  return (
    <section className="brief-part">
      <h3>{t('panel.facts')}</h3>
      <dl className="facts">
        <div>
          <dt>{t('panel.channel')}</dt>
          <dd>
            <ChannelAndLanguage channel={channel} language={language} />
          </dd>
        </div>
        <Since conversation={conversation} />
        {owner === 'other' && (
          <div>
            <dt>{t('panel.owner')}</dt>
            <dd dir="auto">{ownerAlias}</dd>
          </div>
        )}
        {discreet && (
          <div className="fact-whole">
            <dt>
              <EyeOffIcon size={15} /> {t('panel.discreet')}
            </dt>
            <dd>{t('panel.discreet-more')}</dd>
          </div>
        )}
        <Erased erasedAt={conversation.erasedAt} />
      </dl>
    </section>
  );
}

function Since({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const time = useWaited(conversation.since);
  return (
    <div>
      <dt>{t('panel.since')}</dt>
      <dd>
        {timeOf(conversation.since)}
        <span className="quiet figures"> · {t('panel.since-ago', { time })}</span>
      </dd>
    </div>
  );
}

function Erased({ erasedAt }: { readonly erasedAt: number | null }) {
  const { t, i18n } = useTranslation();
  return (
    <div>
      <dt>{t('panel.erased')}</dt>
      <dd>
        {erasedAt !== null && (
          <span className="erased">{dayAndTimeOf(erasedAt, i18n.language)}</span>
        )}
        <span className="quiet block">
          {t(erasedAt === null ? 'panel.erased-none' : 'panel.erased-more')}
        </span>
      </dd>
    </div>
  );
}
