/**
 * What a vendor is chosen for, finer than the categories of the sheets: mail and SMS are both communication, and
 * choosing one vendor for each contradicts
 * nothing. Ids of sheets, and names in lower case of vendors without one.
 */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  payments: [
    'stripe',
    'adyen',
    'mollie',
    'paypal',
    'braintree',
    'square',
    'paddle',
    'razorpay',
    'gocardless',
    'klarna',
    'chargebee',
    'lemon-squeezy',
  ],
  mail: ['sendgrid', 'mailgun', 'postmark', 'resend', 'amazon-ses', 'mailchimp', 'brevo'],
  SMS: ['twilio', 'telnyx', 'vonage', 'messagebird', 'plivo', 'infobip'],
  push: ['firebase-cloud-messaging', 'onesignal', 'expo'],
  'object storage': ['aws-s3', 'google-cloud-storage', 'azure-blob', 'backblaze-b2', 'cloudflare-r2'],
  'sign-in': ['auth0', 'okta', 'clerk', 'workos', 'aws-cognito', 'firebase-auth', 'supabase', 'keycloak'],
  maps: ['google-maps', 'mapbox', 'here', 'tomtom', 'openstreetmap'],
  search: ['algolia', 'elasticsearch', 'meilisearch', 'typesense'],
  'error tracking': ['sentry', 'rollbar', 'bugsnag'],
  CRM: ['salesforce', 'hubspot', 'pipedrive', 'zoho-crm'],
  'language models': ['openai', 'anthropic', 'google-gemini', 'aws-bedrock', 'mistral', 'cohere'],
  'product analytics': ['google-analytics-4', 'posthog', 'mixpanel', 'amplitude'],
};

export function needOf(vendor: string): string | null {
  return Object.keys(NEEDS).find((need) => NEEDS[need]!.includes(vendor)) ?? null;
}
