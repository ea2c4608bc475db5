import type { Site } from '../origin.ts';
import type { ServerOptions } from '../server-options.ts';
import { aboutRoute } from './about.ts';
import { acceptInvitationRoute } from './accept-invitation.ts';
import { changeStaffRoute } from './change-staff.ts';
import { claimRoute } from './claim.ts';
import { closeRoute } from './close.ts';
import { conversationRoute } from './conversation.ts';
import { eventsRoute } from './events.ts';
import { inviteStaffRoute } from './invite-staff.ts';
import { noteRoute } from './note.ts';
import { presenceRoute } from './presence.ts';
import { queueRoute } from './queue.ts';
import { releaseRoute } from './release.ts';
import type { Route } from './route.ts';
import { sayRoute } from './say.ts';
import { sessionRoute } from './session.ts';
import { signInRoute } from './sign-in.ts';
import { signOutRoute } from './sign-out.ts';
import { staffRoute } from './staff.ts';
import { transferRoute } from './transfer.ts';
import { wrapUpRoute } from './wrap-up.ts';

/** Every route of the console's API; a test walks it against the policy. */
export function routeTable(options: ServerOptions, site: Site): readonly Route[] {
  return [
    signInRoute(options, site),
    sessionRoute(),
    signOutRoute(site),
    acceptInvitationRoute(options, site),
    aboutRoute(options),
    queueRoute(options.desk),
    conversationRoute(options.desk),
    claimRoute(options.desk),
    sayRoute(options.desk),
    noteRoute(options.desk),
    releaseRoute(options.desk),
    transferRoute(options.desk),
    closeRoute(options.desk),
    wrapUpRoute(options.desk),
    staffRoute(options),
    presenceRoute(options),
    inviteStaffRoute(options),
    changeStaffRoute(options),
    eventsRoute(options),
  ];
}
