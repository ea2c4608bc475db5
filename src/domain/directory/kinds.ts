/** What a service is for; flows ask the directory by it. */
export const SERVICE_KINDS = [
  'helpline',
  'police',
  'report-hotline',
  'image-removal',
  'health',
  'legal',
  'social',
  'counselling',
  'child-protection',
] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];
