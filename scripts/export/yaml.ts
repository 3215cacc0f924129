export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml };

/** Data as block YAML 1.2. The depth is that of our own formats; text of the document stands only in scalars. */
export function toYaml(value: Yaml): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: Yaml): string[] {
  if (Array.isArray(value)) return value.length === 0 ? ['[]'] : (value as readonly Yaml[]).flatMap((item) => indent(lines(item), '- ', '  '));
  if (typeof value !== 'object') return [scalar(value)];
  const entries = Object.entries(value);
  return entries.length === 0 ? ['{}'] : entries.flatMap(([key, item]) => entry(scalar(key), item));
}

function entry(key: string, value: Yaml): string[] {
  const nested = lines(value);
  const isBlock = typeof value === 'object' && !['[]', '{}'].includes(nested[0]!);
  return isBlock ? [`${key}:`, ...indent(nested, '  ', '  ')] : [`${key}: ${nested[0]}`];
}

const indent = (block: readonly string[], first: string, rest: string) => block.map((line, i) => `${i === 0 ? first : rest}${line}`);

/** Words that YAML 1.1 or 1.2 reads as something other than text. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** Plain where that is safe beyond doubt, otherwise as a JSON string, which is YAML too. */
function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  return /^[A-Za-z][\w./;,-]*(?: [\w./;,()-]+)*$/.test(value) && !RESERVED.test(value) ? value : JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
