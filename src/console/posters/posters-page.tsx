import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BackIcon } from '../icons.tsx';
import { useCampaigns } from '../queries.ts';
import { LinkBanner, ModeBanner } from '../shell/banners.tsx';
import { CallBanner } from '../shell/call-banner.tsx';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { LoadFailed, Loading } from '../shell/load-state.tsx';
import { useTitle } from '../shell/use-title.ts';
import { CampaignCard } from './campaign-card.tsx';
import { NewCampaignForm } from './new-campaign-form.tsx';

/** Where posters hang: links, pages to print, and how many came by each. */
export function PostersPage() {
  useTitle('title.posters');
  const { t } = useTranslation();
  const campaigns = useCampaigns();
  return (
    <div className="page">
      <ModeBanner />
      <LinkBanner />
      <CallBanner always />
      <main className="page-main">
        <div className="page-top">
          <Link className="page-back" to="/">
            <BackIcon /> {t('account.to-desk')}
          </Link>
          <LanguageSwitch />
        </div>
        <h1>{t('title.posters')}</h1>
        <p className="quiet">{t('posters.about')}</p>
        <div className="account-cards">
          <NewCampaignForm />
          {campaigns.isError && <LoadFailed onAgain={() => void campaigns.refetch()} />}
          {campaigns.isPending && <Loading />}
          {campaigns.data?.map((campaign) => (
            <CampaignCard key={campaign.code} campaign={campaign} />
          ))}
        </div>
      </main>
    </div>
  );
}
