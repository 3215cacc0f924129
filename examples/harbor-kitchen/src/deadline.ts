const MINUTE = 60_000;
const BERLIN = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Berlin',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

function berlin(date: Date) {
  const parts = Object.fromEntries(BERLIN.formatToParts(date).map(({ type, value }) => [type, Number(value)]));
  return { year: parts.year!, month: parts.month!, day: parts.day!, hour: parts.hour! % 24 };
}

/** Wednesday, 18:00 in Berlin, that an order of now belongs to; null from then until the day is over (V-7). */
export function deadlineOf(now: Date): { readonly boxWeek: string; readonly closes: Date } | null {
  const { year, month, day, hour } = berlin(now);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  if (weekday === 3 && hour >= 18) return null;
  const wednesday = new Date(Date.UTC(year, month - 1, day + ((3 - weekday + 7) % 7)));
  // One hour before UTC in winter, two in summer.
  const closes = [17, 16]
    .map((h) => new Date(wednesday.getTime() + h * 60 * MINUTE))
    .find((date) => berlin(date).hour === 18)!;
  return { boxWeek: wednesday.toISOString().slice(0, 10), closes };
}

/** Stripe keeps a page open for 30 minutes to 24 hours. */
export function payUntil(now: Date, closes: Date): Date {
  const [earliest, latest] = [now.getTime() + 31 * MINUTE, now.getTime() + (23 * 60 + 59) * MINUTE];
  return new Date(Math.min(Math.max(earliest, closes.getTime()), latest));
}
