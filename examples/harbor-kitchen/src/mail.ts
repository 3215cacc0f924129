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

type Answer = { ErrorCode: number; MessageID?: string };

const SUBJECTS: Readonly<Record<string, string>> = {
  confirmation: 'Your box is ordered',
  window: 'When your box comes',
  receipt: 'Your receipt',
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
  const failed = (details: object) => o.log('mail_failed', { mailId, ...details });
  const {
    status,
    ErrorCode: code,
    MessageID,
  } = await o
    .fetch(SEND, {
      method: 'POST',
      signal: AbortSignal.timeout(10_000),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-postmark-server-token': o.serverToken,
      },
      body: JSON.stringify({
        From: o.from,
        To: mail.email,
        Subject: SUBJECTS[String(mail.kind)],
        TextBody: `Order ${String(mail.order_id)}`,
        Metadata: { mail_id: mailId },
        // A complaint about one stream does not block the other.
        MessageStream: isReceipt ? 'receipts' : 'outbound',
      }),
    })
    .then(async (answer) => ({ status: answer.status, ...((await answer.json()) as Answer) }))
    .catch((error: Error) => {
      // A timeout, a 5xx or the breaker, in our words; only a SyntaxError would repeat Postmark's.
      failed({ reason: error instanceof SyntaxError ? error.name : error.message });
      throw error;
    });
  if (code === 0) return void (await set('sent', MessageID ?? null));
  // The address is blocked in this stream.
  if (code === 406 && status === 422) return void (await set('suppressed'));
  failed({ status, code });
  if (status !== 422) throw new Error(`postmark ${status}`);
  await giveUp(mailId, o); // a fault of the mail
}

/** After the last attempt, or where another one is useless. */
export async function giveUp(mailId: string, { db, metrics }: MailOptions): Promise<void> {
  await db.query(`UPDATE mails SET state = 'failed' WHERE id = $1`, [mailId]);
  metrics.count('mails_failed_total');
}
