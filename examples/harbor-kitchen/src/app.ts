import Fastify from 'fastify';
import { orders, type OrderOptions } from './orders.ts';
import { signIn, type SignInOptions } from './sign-in.ts';
import { webhooks, type WebhookOptions } from './webhooks.ts';

export function buildApp(o: SignInOptions & OrderOptions & WebhookOptions) {
  const app = Fastify();
  app.register(signIn, o);
  app.register(orders, { prefix: '/v1', ...o });
  app.register(webhooks, o);
  return app;
}
