import { Counter, Gauge } from 'prom-client';
import type { Database, Metrics } from './types.ts';

const COUNTERS: Readonly<Record<string, Counter>> = {
  signin_total: new Counter({ name: 'signin_total', help: 'Sign-ins', labelNames: ['outcome'] }),
  outgoing_calls_total: new Counter({
    name: 'outgoing_calls_total',
    help: 'Calls',
    labelNames: ['service', 'operation', 'outcome'],
  }),
  paid_after_expired_total: new Counter({ name: 'paid_after_expired_total', help: 'Payments of expired orders' }),
  mails_failed_total: new Counter({ name: 'mails_failed_total', help: 'Mails that were given up' }),
};

export const metrics: Metrics = { count: (name, labels = {}) => COUNTERS[name]!.inc(labels) };

/** Gauges of 7.P.1.7, 7.C.1 and 7.O.4, read when Prometheus asks. */
export function gauges(db: Database): void {
  const gauge = (name: string, help: string, sql: string) =>
    new Gauge({
      name,
      help,
      async collect() {
        this.set(Number((await db.query(sql)).rows[0]?.value ?? 0));
      },
    });
  gauge(
    'orders_overdue',
    'Orders pending 15 min past pay_until',
    `SELECT count(*) AS value FROM orders WHERE status = 'pending' AND pay_until < now() - interval '15 minutes'`,
  );
  gauge(
    'inbox_oldest_open_seconds',
    'Age of the oldest open event',
    `SELECT extract(epoch FROM now() - min(received_at)) AS value FROM inbox WHERE done_at IS NULL`,
  );
  new Gauge({
    name: 'mails_oldest_queued_seconds',
    help: 'Age of the oldest queued mail',
    labelNames: ['kind'],
    async collect() {
      this.reset(); // else a kind without queued mails keeps its last age
      const { rows } = await db.query(
        `SELECT kind, extract(epoch FROM now() - min(created_at)) AS age FROM mails WHERE state = 'queued' GROUP BY kind`,
      );
      for (const { kind, age } of rows) this.set({ kind: String(kind) }, Number(age));
    },
  });
}
