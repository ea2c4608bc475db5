import { useTranslation } from 'react-i18next';
import { useMatch } from 'react-router';
import type { Session } from '../api/types.ts';
import { useConversation } from '../queries.ts';
import { AwayBanner } from '../shell/away-banner.tsx';
import { LinkBanner, ModeBanner } from '../shell/banners.tsx';
import { BreakBanner } from '../shell/break-banner.tsx';
import { CallBanner } from '../shell/call-banner.tsx';
import { Header } from '../shell/header.tsx';
import { useTitle } from '../shell/use-title.ts';
import { BriefPane } from './brief-pane.tsx';
import { QueuePane } from './queue-pane.tsx';
import { TalkPane } from './talk-pane.tsx';
import { WrapUpReminder } from './wrap-up-later.tsx';

/** One screen: queue, conversation, brief. A narrow window shows one of them at a time. */
export function Desk({ session }: { readonly session: Session }) {
  useTitle('title.desk');
  const { id, view } = usePlace();
  const { t } = useTranslation();
  return (
    <div className="app">
      <SkipLinks talking={id !== null} />
      <Header me={session.me} />
      <ModeBanner />
      <LinkBanner />
      <BreakBanner />
      <AwayBanner />
      <WrapUpReminder />
      <CallBanner />
      <main className="desk" data-view={view}>
        <h1 className="sr-only">{t('title.desk')}</h1>
        <QueuePane open={id} />
        <TalkPane key={id ?? 'none'} id={id} />
        {id !== null && <BriefBeside key={`brief-${id}`} id={id} />}
      </main>
    </div>
  );
}

function BriefBeside({ id }: { readonly id: string }) {
  const conversation = useConversation(id).data;
  return conversation ? <BriefPane conversation={conversation} /> : null;
}

function SkipLinks({ talking }: { readonly talking: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <a className="skip" href="#queue">
        {t('skip.queue')}
      </a>
      {talking && (
        <a className="skip" href="#talk">
          {t('skip.conversation')}
        </a>
      )}
    </>
  );
}

function usePlace(): { readonly id: string | null; readonly view: 'queue' | 'talk' | 'brief' } {
  const talk = useMatch('/c/:id');
  const brief = useMatch('/c/:id/brief');
  const id = talk?.params.id ?? brief?.params.id ?? null;
  if (id === null) return { id, view: 'queue' };
  return { id, view: brief ? 'brief' : 'talk' };
}
