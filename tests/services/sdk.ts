import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'node:querystring';

const root = new URL('../..', import.meta.url).pathname;
const require = createRequire(import.meta.url);

/** A file of an official SDK by its path: the whole package would take seconds to load. */
const load = (path: string): any => require(join(root, 'node_modules', path));

export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly url: string;
  readonly secret: string;
  readonly method?: string;
}

/** The verdict of a provider's own code: false and every error mean refused. */
export type Judge = (delivery: Received) => unknown;

const header = ({ headers }: Received, name: string): string | undefined =>
  Object.entries(headers).find(([n]) => n.toLowerCase() === name.toLowerCase())?.[1];
const lower = ({ headers }: Received): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([n, v]) => [n.toLowerCase(), v]));

/** By family: how the official SDK verifies one delivery. */
export const JUDGES: Record<string, () => Judge> = {
  stripe: () => {
    const Stripe = load('stripe/cjs/stripe.cjs.node.js');
    const { webhooks } = new Stripe('sk_test_x');
    return (d) => webhooks.signature.verifyHeader(d.body, header(d, 'Stripe-Signature'), d.secret, 300);
  },
  twilio: () => {
    const sdk = load('twilio/lib/webhooks/webhooks.js');
    const unsupported = console.warn;
    return (d) => {
      // It warns of each algorithm that it does not know.
      console.warn = () => undefined;
      const request = {
        header: (name: string) => header(d, name),
        headers: {},
        originalUrl: '',
        rawBody: d.body,
        body: parse(d.body),
      };
      const algorithm = sdk.getSignatureAlgorithm(header(d, 'X-Twilio-Webhooks-Signature-Settings'));
      const said = sdk.validateIncomingRequest(request, d.secret, { url: d.url, algorithm });
      console.warn = unsupported;
      return said;
    };
  },
  sendgrid: () => {
    const { EventWebhook } = load('@sendgrid/eventwebhook/src/eventwebhook.js');
    const sdk = new EventWebhook();
    return (d) =>
      sdk.verifySignature(
        sdk.convertPublicKeyToECDSA(d.secret),
        d.body,
        header(d, 'X-Twilio-Email-Event-Webhook-Signature'),
        header(d, 'X-Twilio-Email-Event-Webhook-Timestamp'),
      );
  },
  'standard-webhooks': () => {
    const { Webhook } = load('standardwebhooks/dist/index.js');
    return (d) => new Webhook(d.secret).verify(d.body, d.headers, { jsonParse: false }) !== null;
  },
  // What Supabase documents: the libraries of Standard Webhooks, given the secret without its beginning.
  'supabase-auth-hooks': () => {
    const { Webhook } = load('standardwebhooks/dist/index.js');
    return (d) =>
      new Webhook(d.secret.replace('v1,whsec_', '')).verify(d.body, d.headers, { jsonParse: false }) !== null;
  },
  // Svix delivers for Clerk, and Clerk has documented both libraries: its own knows only the names svix-….
  clerk: () => {
    const { verifyWebhook } = load('@clerk/backend/dist/webhooks.js');
    const svix = JUDGES.svix!();
    return async (d) => {
      const request = new Request('https://example.com/hooks', { method: 'POST', headers: d.headers, body: d.body });
      const own = await verifyWebhook(request, { signingSecret: d.secret }).then(
        () => true,
        () => false,
      );
      return own || svix(d);
    };
  },
  zoom: () => {
    const { AwsLambdaReceiver, ...rivet } = load('@zoom/rivet/meetings/meetings.cjs');
    void rivet;
    return async (d) => {
      const receiver = new AwsLambdaReceiver({ webhooksSecretToken: d.secret });
      let seen = false;
      receiver.init({ eventEmitter: { emit: async () => void (seen = true) } });
      await receiver.start()({ body: d.body, headers: d.headers, isBase64Encoded: false });
      return seen;
    };
  },
  svix: () => {
    const { Webhook } = load('svix/dist/webhook.js');
    return (d) => new Webhook(d.secret).verify(d.body, d.headers) !== null;
  },
  openai: () => {
    const OpenAI = load('openai/index.js');
    const client = new OpenAI({ apiKey: 'x' });
    return async (d) => (await client.webhooks.verifySignature(d.body, d.headers, d.secret), true);
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
      const either = (name: string) => header(d, `svix-${name}`) ?? header(d, `webhook-${name}`);
      const headers = { id: either('id'), timestamp: either('timestamp'), signature: either('signature') };
      return (await resend.webhooks.verify({ payload: d.body, headers, webhookSecret: d.secret })) !== null;
    };
  },
  notion: () => {
    const { verifyWebhookSignature } = load('@notionhq/client/build/src/webhooks.js');
    return (d) =>
      verifyWebhookSignature({ body: d.body, signature: header(d, 'X-Notion-Signature'), verificationToken: d.secret });
  },
  linear: () => {
    const sdk = import('@linear/sdk/webhooks');
    return async (d) =>
      new (await sdk).LinearWebhookClient(d.secret).verify(Buffer.from(d.body), header(d, 'Linear-Signature') ?? '');
  },
  github: () => {
    const sdk = import('@octokit/webhooks-methods');
    return async (d) => await (await sdk).verify(d.secret, d.body, header(d, 'X-Hub-Signature-256')!);
  },
  shopify: () => {
    load('@shopify/shopify-api/dist/cjs/adapters/node/index.js');
    const { shopifyApi } = load('@shopify/shopify-api/dist/cjs/lib/index.js');
    return async (d) => {
      const shopify = shopifyApi({
        apiKey: 'x',
        apiSecretKey: d.secret,
        hostName: 'example.com',
        apiVersion: '2026-07',
        isEmbeddedApp: true,
        logger: { level: 0 },
      });
      const required = Object.fromEntries(
        ['X-Shopify', 'shopify'].flatMap((p) => [
          [`${p}-Topic`, 'orders/create'],
          [`${p}-Shop-Domain`, 'test.myshopify.com'],
          [`${p}-API-Version`, '2026-07'],
          [`${p}-Webhook-Id`, 'w1'],
          [`${p}-Event-Id`, 'e1'],
          [`${p}-Handle`, 'h'],
        ]),
      );
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
    return (d) =>
      Signature.isValid({
        signatureVersion: 'v3',
        method: d.method ?? 'POST',
        url: d.url,
        requestBody: d.body,
        timestamp: Number(header(d, 'X-HubSpot-Request-Timestamp')),
        signature: header(d, 'X-HubSpot-Signature-v3'),
        clientSecret: d.secret,
      });
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
    return (d) =>
      WebhooksHelper.verifySignature({
        requestBody: d.body,
        signatureHeader: header(d, 'x-square-hmacsha256-signature'),
        signatureKey: d.secret,
        notificationUrl: d.url,
      });
  },
  razorpay: () => {
    const { validateWebhookSignature } = load('razorpay/dist/utils/razorpay-utils.js');
    return (d) => validateWebhookSignature(d.body, header(d, 'X-Razorpay-Signature'), d.secret);
  },
  discord: () => {
    const { verifyKey } = load('discord-interactions/dist/index.js');
    return (d) =>
      verifyKey(d.body, header(d, 'X-Signature-Ed25519') ?? '', header(d, 'X-Signature-Timestamp') ?? '', d.secret);
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
    return (d) => (
      cloudinary.config({ api_secret: d.secret }),
      cloudinary.utils.verifyNotificationSignature(
        d.body,
        Number(header(d, 'X-Cld-Timestamp')),
        header(d, 'X-Cld-Signature'),
      )
    );
  },
  box: () => {
    const { WebhooksManager } = load('box-node-sdk/lib/managers/webhooks.js');
    // One secret is given; the library wants to know whether it is the first or the second.
    return async (d) =>
      (await WebhooksManager.validateMessage(d.body, lower(d), d.secret)) ||
      (await WebhooksManager.validateMessage(d.body, lower(d), undefined, { secondaryKey: d.secret }));
  },
  mux: () => {
    const { Mux } = load('@mux/mux-node/index.js');
    const mux = new Mux({ tokenId: 'x', tokenSecret: 'x' });
    return async (d) => (await mux.webhooks.verifySignature(d.body, d.headers, d.secret), true);
  },
  workos: () => {
    const { WorkOS } = load('@workos-inc/node');
    const workos = new WorkOS('sk_test_x');
    return (d) =>
      workos.webhooks.verifyHeader({
        payload: JSON.parse(d.body),
        sigHeader: header(d, 'WorkOS-Signature'),
        secret: d.secret,
      });
  },
};

function hubspotDigest(signatureVersion: 'v1' | 'v2'): Judge {
  const { Signature } = load('@hubspot/api-client/lib/src/utils/signature.js');
  return (d) =>
    Signature.isValid({
      signatureVersion,
      method: d.method ?? 'POST',
      url: d.url,
      requestBody: d.body,
      signature: header(d, 'X-HubSpot-Signature'),
      clientSecret: d.secret,
    });
}

/** Families whose signature stands in the body. */
export const BODY_JUDGES: Record<string, () => Judge> = {
  'adyen-payments': () => {
    const Validator = load('@adyen/api-library/lib/src/utils/hmacValidator.js').default;
    return (d) => {
      const { notificationItems } = JSON.parse(d.body) as { notificationItems: { NotificationRequestItem: unknown }[] };
      return (
        notificationItems.length > 0 &&
        notificationItems.every(({ NotificationRequestItem: item }) => new Validator().validateHMAC(item, d.secret))
      );
    };
  },
  braintree: () => {
    const { BraintreeGateway, Environment } = load('braintree');
    return async (d) => {
      const gateway = new BraintreeGateway({
        environment: Environment.Sandbox,
        merchantId: 'm',
        publicKey: 'pub',
        privateKey: d.secret,
      });
      const form = new URLSearchParams(d.body);
      return Boolean(await gateway.webhookNotification.parse(form.get('bt_signature'), form.get('bt_payload')));
    };
  },
  'sns-v1': sns('1'),
  'sns-v2': sns('2'),
};

/** A sample as the library makes it for tests. */
export function braintreeSample(): string {
  const { BraintreeGateway, Environment } = load('braintree');
  const gateway = new BraintreeGateway({
    environment: Environment.Sandbox,
    merchantId: 'm',
    publicKey: 'pub',
    privateKey: 'private',
  });
  return gateway.webhookTesting.sampleNotification('check', 'x').bt_payload as string;
}

/** The validator fetches the certificate: it is given the secret of the delivery instead, and one version at a time. */
function sns(version: string): () => Judge {
  return () => {
    const Validator = load('sns-validator');
    return (d) =>
      new Promise<boolean>((resolve) => {
        if ((JSON.parse(d.body) as { SignatureVersion?: unknown }).SignatureVersion !== version) return resolve(false);
        const response = {
          statusCode: 200,
          on: (event: string, listener: (chunk?: string) => void) => (
            listener(event === 'data' ? d.secret : undefined), response
          ),
        };
        const https = require('node:https') as { get: unknown };
        const real = https.get;
        https.get = (_: string, listener: (r: unknown) => void) => (listener(response), { on: () => undefined });
        new Validator().validate(d.body, (error: Error | null) => resolve(error === null));
        https.get = real;
      });
  };
}
