import type { Fact } from './sheet.ts';

type Row = Readonly<Record<string, string | number | null>>;

/** The value of a fact in words. */
export function textOf(fact: Fact, path: string, value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return fact === 'compliance' ? `${path.split('.')[1]}: ${String(value)}` : String(value);
  const row = value as Row;
  const remarks = (...parts: (string | number | null | undefined)[]) => {
    const stated = parts.filter((part) => part !== null && part !== undefined);
    return stated.length > 0 ? ` (${stated.join('; ')})` : '';
  };
  switch (fact) {
    case 'quotas':
      return `${row.limit}${remarks(row.plan, row.scope)}`;
    case 'prices':
      return `${row.what}: ${row.price}`;
    case 'endpoints':
      return `${row.what} ${row.url}`;
    case 'events':
      return `${row.name} (${row.means})`;
    case 'lead':
      return `${row.what}: ${row.takes}`;
    case 'retired':
      return `${row.pattern} (${row.what}) → ${row.instead}`;
    case 'deprecations':
      return `${row.ends}: ${row.what} → ${row.instead}`;
    case 'sdks':
      return `${path.split('.')[1]}: ${row.package}${row.version ? ` ${row.version}` : ''}${remarks(...retriesOf(row), timeoutOf(row))}`;
    default:
      return Object.values(row)
        .filter((part) => part !== null)
        .join(', ');
  }
}

/** retries is a number, or a text with it. */
function retriesOf({ retries, retriesOn }: Row): (string | null)[] {
  if (retries === null) return [];
  if (String(retries) === '0') return ['retries nothing by itself', retriesOn ? String(retriesOn) : null];
  return [`itself retries ${retries} times${retriesOn ? `, on ${retriesOn}` : ''}`];
}

function timeoutOf({ timeout }: Row): string | null {
  if (timeout === null || timeout === undefined) return null;
  return timeout === 'none' ? 'no timeout' : `timeout ${timeout}`;
}
