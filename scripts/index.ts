/** What the package exports: webhook verification by the schemes of the service sheets. */
export { verifyWebhook, type Delivery, type Verdict } from './services/webhook/verify.ts';
export type { Reason } from './services/webhook/refused.ts';
export type { Scheme } from './services/webhook/scheme.ts';
export type { ServiceSheet, WebhookFacts } from './services/sheet.ts';
export { findService, findWebhook, type NamedWebhook, type ServiceCatalog } from './services/catalog.ts';
export { loadCatalog } from './commands/catalog.ts';
