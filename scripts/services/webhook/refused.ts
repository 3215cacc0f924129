/** Why a delivery is refused, for programs; the message says it to people. */
export type Reason =
  | 'no-secret'
  | 'unreadable-key'
  | 'unknown-key'
  | 'expired-key'
  | 'missing-header'
  | 'missing-url'
  | 'missing-webhook-id'
  | 'missing-body'
  | 'unexpected-header'
  | 'unreadable-signature'
  | 'unreadable-body'
  | 'unreadable-delivery'
  | 'unreadable-timestamp'
  | 'too-old'
  | 'in-the-future'
  | 'body-hash-mismatch'
  | 'signature-mismatch';

/** Ends a verification. It never leaves verifyWebhook. */
export class Refused extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, message: string) {
    super(message);
    this.reason = reason;
  }
}

export function refuse(reason: Reason, message: string): never {
  throw new Refused(reason, message);
}
