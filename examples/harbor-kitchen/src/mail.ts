import type { Database, Log, Metrics } from './types.ts';

const SEND = 'https://api.postmarkapp.com/email';

export interface MailOptions {
  readonly db: Database;
  readonly fetch: typeof fetch;
  readonly serverToken: string;
  readonly from: string;
  readonly metrics: Metrics;
  readonly log: Log;
}

const SUBJECTS: Readonly<Record<string, string>> = {
  confirmation: 'Your box is ordered', window: 'When your box comes', receipt: 'Your receipt',
};

/** Job `mail` (7.C.1). Throws where the job is to be repeated. */
export async function sendMail(mailId: string, o: MailOptions): Promise<void> {
  const { rows } = await o.db.query(
    `SELECT m.kind, m.order_id, h.email, h.mail_suppressed_at FROM mails m
     JOIN orders o ON o.id = m.order_id JOIN households h ON h.id = o.household_id
     WHERE m.id = $1 AND m.state = 'queued'`,
    [mailId],
  );
  const mail = rows[0];
  if (!mail) return;
  const set = (state: string, messageId: string | null = null) =>
    o.db.query(
      `UPDATE mails SET state = $2, postmark_message_id = $3, sent_at = CASE WHEN $2 = 'sent' THEN now() END WHERE id = $1`,
      [mailId, state, messageId],
    );
  const isReceipt = mail.kind === 'receipt';
  if (mail.mail_suppressed_at !== null && !isReceipt) return void (await set('skipped'));
  const answer = await o.fetch(SEND, {
    method: 'POST',
    signal: AbortSignal.timeout(10_000),
    headers: { 'content-type': 'application/json', accept: 'application/json', 'x-postmark-server-token': o.serverToken },
    body: JSON.stringify({
      From: o.from,
      To: mail.email,
      Subject: SUBJECTS[String(mail.kind)],
      TextBody: `Order ${String(mail.order_id)}`,
      Metadata: { mail_id: mailId },
      // A complaint about one stream does not block the other (C-3).
      MessageStream: isReceipt ? 'receipts' : 'outbound',
    }),
  });
  const { ErrorCode, MessageID } = (await answer.json()) as { ErrorCode: number; MessageID?: string };
  if (ErrorCode === 0) return void (await set('sent', MessageID ?? null));
  if (answer.status !== 422) {
    o.log('mail_failed', { mailId, status: answer.status });
    throw new Error(`postmark ${answer.status}`);
  }
  // The address is blocked in this stream; anything else is a fault of the mail.
  await (ErrorCode === 406 ? set('suppressed') : giveUp(mailId, o));
}

/** After the last attempt, or where another one is useless. */
export async function giveUp(mailId: string, { db, metrics }: MailOptions): Promise<void> {
  await db.query(`UPDATE mails SET state = 'failed' WHERE id = $1`, [mailId]);
  metrics.count('mails_failed_total');
}
