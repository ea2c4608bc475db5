import type { ReactNode } from 'react';
import { Mark } from '../icons.tsx';
import { ModeBanner } from '../shell/banners.tsx';
import { LanguageSwitch } from '../shell/language-switch.tsx';

interface EntryPageProps {
  readonly heading: string;
  readonly lead?: string | undefined;
  readonly children: ReactNode;
}

/** The quiet page around a form before anyone is signed in. */
export function EntryPage({ heading, lead, children }: EntryPageProps) {
  return (
    <div className="entry">
      <ModeBanner />
      <main className="entry-main">
        <div className="entry-top">
          <span className="brand">
            <Mark size={32} />
            <span className="brand-name">Tvear</span>
          </span>
          <LanguageSwitch />
        </div>
        <section className="entry-card">
          <h1>{heading}</h1>
          {lead && <p className="quiet">{lead}</p>}
          {children}
        </section>
      </main>
    </div>
  );
}
