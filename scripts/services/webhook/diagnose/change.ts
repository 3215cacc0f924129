import type { Delivery } from '../verify.ts';

/** What may have happened to a delivery on its way, undone. */
export interface Change {
  readonly part: 'body' | 'url' | 'method' | 'headers' | 'secret' | 'webhook id' | 'family' | 'clock';
  readonly code: string;
  /** What was different, and so what to mend. */
  readonly what: string;
}

export interface Attempted extends Change {
  readonly with: Partial<Pick<Delivery, 'rawBody' | 'url' | 'method' | 'webhookId'>> & { readonly secret?: string };
}
