import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;
const require = createRequire(import.meta.url);

/** A file of an official SDK by its path: the whole package would take seconds to load. */
const load = (path: string): any => require(join(root, 'node_modules', path));

export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly url: string;
  readonly secret: string;
}

/** The verdict of a provider's own code: false and every error mean refused. */
export type Judge = (delivery: Received) => unknown;

const header = ({ headers }: Received, name: string): string | undefined => Object.entries(headers).find(([n]) => n.toLowerCase() === name.toLowerCase())?.[1];
const lower = ({ headers }: Received): Record<string, string> => Object.fromEntries(Object.entries(headers).map(([n, v]) => [n.toLowerCase(), v]));

/** By family: how the official SDK verifies one delivery. */
export const JUDGES: Record<string, () => Judge> = {
  stripe: () => {
    const Stripe = load('stripe/cjs/stripe.cjs.node.js');
    const { webhooks } = new Stripe('sk_test_x');
    return (d) => webhooks.constructEvent(d.body, header(d, 'Stripe-Signature'), d.secret) !== null;
  },
  twilio: () => {
    const sdk = load('twilio/lib/webhooks/webhooks.js');
    return (d) => sdk.validateRequest(d.secret, header(d, 'X-Twilio-Signature'), d.url, Object.fromEntries(new URLSearchParams(d.body)));
  },
  sendgrid: () => {
    const { EventWebhook } = load('@sendgrid/eventwebhook/src/eventwebhook.js');
    const sdk = new EventWebhook();
    return (d) => sdk.verifySignature(sdk.convertPublicKeyToECDSA(d.secret), d.body, header(d, 'X-Twilio-Email-Event-Webhook-Signature'), header(d, 'X-Twilio-Email-Event-Webhook-Timestamp'));
  },
  'standard-webhooks': () => {
    const { Webhook } = load('standardwebhooks/dist/index.js');
    return (d) => new Webhook(d.secret).verify(d.body, d.headers) !== null;
  },
  svix: () => {
    const { Webhook } = load('svix/dist/webhook.js');
    return (d) => new Webhook(d.secret).verify(d.body, d.headers) !== null;
  },
  openai: () => {
    const OpenAI = load('openai/index.js');
    const client = new OpenAI({ apiKey: 'x' });
    return async (d) => (await client.webhooks.unwrap(d.body, d.headers, d.secret)) !== null;
  },
  anthropic: () => {
    const Anthropic = load('@anthropic-ai/sdk/index.js');
    const client = new Anthropic({ apiKey: 'x' });
    return async (d) => (await client.beta.webhooks.unwrap(d.body, { headers: d.headers, key: d.secret })) !== null;
  },
  resend: () => {
    const { Resend } = load('resend');
    const resend = new Resend('re_x');
    return async (d) => {
      const headers = { id: header(d, 'svix-id'), timestamp: header(d, 'svix-timestamp'), signature: header(d, 'svix-signature') };
      return (await resend.webhooks.verify({ payload: d.body, headers, webhookSecret: d.secret })) !== null;
    };
  },
  notion: () => {
    const { verifyWebhookSignature } = load('@notionhq/client/build/src/webhooks.js');
    return (d) => verifyWebhookSignature({ body: d.body, signature: header(d, 'X-Notion-Signature'), verificationToken: d.secret });
  },
  linear: () => {
    const sdk = import('@linear/sdk/webhooks');
    return async (d) => new (await sdk).LinearWebhookClient(d.secret).verify(Buffer.from(d.body), header(d, 'Linear-Signature') ?? '');
  },
  github: () => {
    const sdk = import('@octokit/webhooks-methods');
    return async (d) => await (await sdk).verify(d.secret, d.body, header(d, 'X-Hub-Signature-256')!);
  },
  shopify: () => {
    load('@shopify/shopify-api/dist/cjs/adapters/node/index.js');
    const { shopifyApi } = load('@shopify/shopify-api/dist/cjs/lib/index.js');
    return async (d) => {
      const shopify = shopifyApi({ apiKey: 'x', apiSecretKey: d.secret, hostName: 'example.com', apiVersion: '2026-07', isEmbeddedApp: true, logger: { level: 0 } });
      const required = { 'X-Shopify-Topic': 'orders/create', 'X-Shopify-Shop-Domain': 'test.myshopify.com', 'X-Shopify-API-Version': '2026-07', 'X-Shopify-Webhook-Id': 'w1' };
      const rawRequest = { method: 'POST', url: '/hooks', headers: { ...d.headers, ...required } };
      return (await shopify.webhooks.validate({ rawBody: d.body, rawRequest, rawResponse: {} })).valid;
    };
  },
  slack: () => {
    const { isValidSlackRequest } = load('@slack/bolt/dist/receivers/verify-request.js');
    return (d) => isValidSlackRequest({ signingSecret: d.secret, body: d.body, headers: lower(d), logger: undefined });
  },
  'hubspot-v3': () => {
    const { Signature } = load('@hubspot/api-client/lib/src/utils/signature.js');
    return (d) => Signature.isValid({ signatureVersion: 'v3', method: 'POST', url: d.url, requestBody: d.body, timestamp: Number(header(d, 'X-HubSpot-Request-Timestamp')), signature: header(d, 'X-HubSpot-Signature-v3'), clientSecret: d.secret });
  },
  'hubspot-v1': () => hubspotDigest('v1'),
  'hubspot-v2': () => hubspotDigest('v2'),
  paddle: () => {
    const { Paddle } = load('@paddle/paddle-node-sdk/dist/cjs/index.cjs.node.js');
    const paddle = new Paddle('x');
    return (d) => paddle.webhooks.isSignatureValid(d.body, d.secret, header(d, 'Paddle-Signature'));
  },
  'adyen-platform': () => {
    const Validator = load('@adyen/api-library/lib/src/utils/hmacValidator.js').default;
    return (d) => new Validator().validateHMACSignature(d.secret, header(d, 'hmacsignature'), d.body);
  },
  square: () => {
    const { WebhooksHelper } = load('square/wrapper/WebhooksHelper.js');
    return (d) => WebhooksHelper.verifySignature({ requestBody: d.body, signatureHeader: header(d, 'x-square-hmacsha256-signature'), signatureKey: d.secret, notificationUrl: d.url });
  },
  razorpay: () => {
    const { validateWebhookSignature } = load('razorpay/dist/utils/razorpay-utils.js');
    return (d) => validateWebhookSignature(d.body, header(d, 'X-Razorpay-Signature'), d.secret);
  },
  discord: () => {
    const { verifyKey } = load('discord-interactions/dist/index.js');
    return (d) => verifyKey(d.body, header(d, 'X-Signature-Ed25519') ?? '', header(d, 'X-Signature-Timestamp') ?? '', d.secret);
  },
  gocardless: () => {
    const sdk = load('gocardless-nodejs/cjs/webhooks.js');
    return (d) => (sdk.verifySignature(d.body, d.secret, header(d, 'Webhook-Signature')), true);
  },
  telnyx: () => {
    const { TelnyxWebhook } = load('telnyx/lib/webhooks.js');
    return async (d) => (await new TelnyxWebhook(d.secret).verify(d.body, lower(d)), true);
  },
  line: () => {
    const validate = load('@line/bot-sdk/dist/cjs/validate-signature.js').default;
    return (d) => validate(d.body, d.secret, header(d, 'x-line-signature'));
  },
  cloudinary: () => {
    const cloudinary = load('cloudinary').v2;
    return (d) => (cloudinary.config({ api_secret: d.secret }), cloudinary.utils.verifyNotificationSignature(d.body, Number(header(d, 'X-Cld-Timestamp')), header(d, 'X-Cld-Signature')));
  },
  box: () => {
    const { WebhooksManager } = load('box-node-sdk/lib/managers/webhooks.js');
    return (d) => WebhooksManager.validateMessage(d.body, lower(d), d.secret);
  },
  mux: () => {
    const { Mux } = load('@mux/mux-node/index.js');
    const mux = new Mux({ tokenId: 'x', tokenSecret: 'x' });
    return async (d) => (await mux.webhooks.verifySignature(d.body, d.headers, d.secret), true);
  },
  workos: () => {
    const { WorkOS } = load('@workos-inc/node');
    const workos = new WorkOS('sk_test_x');
    return (d) => workos.webhooks.verifyHeader({ payload: JSON.parse(d.body), sigHeader: header(d, 'WorkOS-Signature'), secret: d.secret });
  },
};

function hubspotDigest(signatureVersion: 'v1' | 'v2'): Judge {
  const { Signature } = load('@hubspot/api-client/lib/src/utils/signature.js');
  return (d) => Signature.isValid({ signatureVersion, method: 'POST', url: d.url, requestBody: d.body, signature: header(d, 'X-HubSpot-Signature'), clientSecret: d.secret });
}
