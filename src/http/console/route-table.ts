import type { Site } from '../origin.ts';
import type { ServerOptions } from '../server-options.ts';
import { aboutRoute } from './about.ts';
import { acceptInvitationRoute } from './accept-invitation.ts';
import { accountRoutes } from './account/routes.ts';
import { answerTransferRoute } from './answer-transfer.ts';
import { breakRoute } from './break.ts';
import { campaignsRoute, newCampaignRoute, sheetRoute } from './campaigns.ts';
import { cannedRoute } from './canned.ts';
import { caseWrittenRoute } from './case-written.ts';
import { changeStaffRoute } from './change-staff.ts';
import { checkInRoute } from './check-in.ts';
import { claimRoute } from './claim.ts';
import { closeRoute } from './close.ts';
import { conversationRoute } from './conversation.ts';
import { escalateRoute } from './escalate.ts';
import { eventsRoute } from './events.ts';
import { factorRoute } from './factor.ts';
import { askFrictionRoute, frictionsRoute, reviewFrictionRoute } from './friction.ts';
import { guidanceRoute } from './guidance.ts';
import { holdRoute } from './hold.ts';
import { inviteStaffRoute } from './invite-staff.ts';
import { joinEscalationRoute } from './join-escalation.ts';
import { noteRoute } from './note.ts';
import { observeRoute } from './observe.ts';
import { presenceRoute } from './presence.ts';
import { putServiceRoute } from './put-service.ts';
import { queueRoute } from './queue.ts';
import { referRoute, referralsRoute } from './refer.ts';
import { releaseRoute } from './release.ts';
import { replyDraftRoute } from './reply-draft.ts';
import type { Route } from './route.ts';
import { sayRoute } from './say.ts';
import { servicesRoute } from './services.ts';
import { sessionRoute } from './session.ts';
import { signInRoute } from './sign-in.ts';
import { signOutRoute } from './sign-out.ts';
import { skipWrapUpRoute } from './skip-wrap-up.ts';
import { staffRoute } from './staff.ts';
import { transferRoute } from './transfer.ts';
import { verifyServiceRoute } from './verify-service.ts';
import { withdrawServiceRoute } from './withdraw-service.ts';
import { withdrawTransferRoute } from './withdraw-transfer.ts';
import { wrapUpRoute } from './wrap-up.ts';
import { wrapUpDraftRoute } from './wrap-up-draft.ts';

/** Every route of the console's API; a test walks it against the policy. */
export function routeTable(options: ServerOptions, site: Site): readonly Route[] {
  return [
    signInRoute(options, site),
    factorRoute(options, site),
    sessionRoute(options),
    signOutRoute(options.desk, site),
    acceptInvitationRoute(options, site),
    aboutRoute(options),
    queueRoute(options.desk),
    conversationRoute(options.desk),
    claimRoute(options.desk),
    sayRoute(options.desk),
    noteRoute(options.desk),
    cannedRoute(options.desk),
    replyDraftRoute(options.desk),
    checkInRoute(options.desk),
    releaseRoute(options.desk),
    observeRoute(options.desk),
    transferRoute(options.desk),
    withdrawTransferRoute(options.desk),
    answerTransferRoute(options.desk),
    closeRoute(options.desk),
    guidanceRoute(options),
    referralsRoute(options.desk),
    referRoute(options.desk),
    escalateRoute(options.desk),
    caseWrittenRoute(options.desk),
    joinEscalationRoute(options.desk),
    holdRoute(options.desk),
    askFrictionRoute(options.desk),
    frictionsRoute(options.desk),
    reviewFrictionRoute(options.desk),
    wrapUpRoute(options.desk),
    wrapUpDraftRoute(options.desk),
    skipWrapUpRoute(options.desk),
    staffRoute(options),
    presenceRoute(options),
    breakRoute(options),
    inviteStaffRoute(options),
    changeStaffRoute(options),
    servicesRoute(options),
    putServiceRoute(options),
    verifyServiceRoute(options),
    withdrawServiceRoute(options),
    eventsRoute(options),
    ...accountRoutes(options),
    campaignsRoute(options.posters),
    newCampaignRoute(options.posters),
    sheetRoute(options.posters),
  ];
}
