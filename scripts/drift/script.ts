/** A node of the syntax tree, as far as it is looked at. */
export interface ScriptNode {
  readonly type: string;
  readonly start?: number | null;
  readonly end?: number | null;
  readonly [key: string]: unknown;
}

export const isNode = (value: unknown): value is ScriptNode =>
  typeof value === 'object' && value !== null && typeof (value as ScriptNode).type === 'string';

/** Every node, parents before their children, in the order of the text. */
export function* nodesOf(root: ScriptNode): Iterable<ScriptNode> {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) for (let i = value.length - 1; i >= 0; i--) open.push(value[i]);
    else if (isNode(value)) {
      yield value;
      const children = Object.entries(value).filter(([key, child]) => key !== 'loc' && typeof child === 'object');
      for (let i = children.length - 1; i >= 0; i--) open.push(children[i]![1]);
    }
  }
}

/** The text of a string, also of a template without a value in it. */
export function stringOf(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === 'StringLiteral' || value.type === 'DirectiveLiteral') return String(value.value);
  const quasis = value.type === 'TemplateLiteral' ? (value.quasis as readonly ScriptNode[]) : [];
  return quasis.length === 1 ? cookedOf(quasis[0]!) : null;
}

export const cookedOf = (quasi: ScriptNode): string => String((quasi.value as { cooked?: unknown }).cooked ?? '');

/** The name of an identifier, or of the property that a member expression ends in. */
export function nameOf(value: unknown): string {
  if (!isNode(value)) return '';
  if (value.type === 'Identifier') return String(value.name);
  if (/^(?:Optional)?MemberExpression$/.test(value.type))
    return nameOf(value.property) || (stringOf(value.property) ?? '');
  return '';
}

/** The value of a property of an object in the code. */
export function propertyOf(value: unknown, ...names: readonly string[]): unknown {
  if (!isNode(value) || value.type !== 'ObjectExpression') return undefined;
  const found = (value.properties as readonly ScriptNode[]).find(({ key }) =>
    names.includes(nameOf(key) || (stringOf(key) ?? '')),
  );
  return found?.value;
}

export const spanOf = ({ start, end }: ScriptNode) => ({ start: start ?? 0, end: end ?? start ?? 0 });
