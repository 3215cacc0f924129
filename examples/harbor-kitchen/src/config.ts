/** Everything that the environment sets (Section 7, credentials of each service). */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const required = (name: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
  };
  return {
    databaseUrl: required('DATABASE_URL'),
    publicBaseUrl: required('PUBLIC_BASE_URL'),
    google: { clientId: required('GOOGLE_CLIENT_ID'), clientSecret: required('GOOGLE_CLIENT_SECRET') },
    stripe: { secretKey: required('STRIPE_SECRET_KEY'), webhookSecret: required('STRIPE_WEBHOOK_SECRET') },
    postmark: {
      serverToken: required('POSTMARK_SERVER_TOKEN'),
      // Two, with a comma, during a rotation.
      webhookPasswords: required('POSTMARK_WEBHOOK_PASSWORD').split(','),
      from: required('MAIL_FROM'),
    },
  };
}
