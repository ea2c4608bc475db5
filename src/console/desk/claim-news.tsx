import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Claims } from './use-claim.ts';

/** What became of the last claim, until the next one: the card may be gone before anybody looks back at it. */
export function ClaimNews({ claims: { lost, forget } }: { readonly claims: Claims }) {
  const { t } = useTranslation();
  return (
    <div className="claim-news">
      <p role="status">
        {lost && (
          <>
            <strong translate="no">{lost.handle}</strong>{' '}
            {lost.state.kind === 'taken'
              ? t('queue.taken', { by: lost.state.by })
              : t(`queue.${lost.state.kind}`)}
          </>
        )}
      </p>
      {lost && (
        <UnstyledButton className="link-button" onClick={forget}>
          {t('queue.noted')}
        </UnstyledButton>
      )}
    </div>
  );
}
