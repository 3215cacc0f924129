import { valueOf } from '../../spec/kinds.ts';
import { given, type Section7, type Service } from '../../spec/model.ts';

const fold = (name: string) => name.toLowerCase().replace(/\s*\([^)]*\)/g, '').replace(/[^A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d]+/gu, ' ').trim();

interface Index {
  readonly numbers: ReadonlyMap<string, Service>;
  readonly names: ReadonlyMap<string, Service>;
  readonly folded: readonly (readonly [name: string, service: Service])[];
}

const indexes = new WeakMap<Section7, Index>();

/** Services by number and by name, the first of each. Each row of the registry asks for one, and there are as many rows as services. */
function indexOf(spec: Section7): Index {
  let index = indexes.get(spec);
  if (!index) {
    const folded = spec.services.map((service) => [fold(service.name), service] as const);
    // Of two entries with one key a map keeps the later.
    index = { numbers: new Map(spec.services.map((s) => [s.number, s] as const).reverse()), names: new Map([...folded].reverse()), folded };
    indexes.set(spec, index);
  }
  return index;
}

export function serviceNumbered(spec: Section7, number: string): Service | null {
  return indexOf(spec).numbers.get(number) ?? null;
}

/** The service that a cell names: by section number, by its heading's name, or by the start of it ("Stripe" for "Stripe Payments"). */
export function serviceNamed(spec: Section7, text: string): Service | null {
  const number = /\b7\.[A-Z]\.[1-9]\d*\b/.exec(text)?.[0];
  if (number) return serviceNumbered(spec, number);
  const wanted = fold(text);
  if (wanted === '') return null;
  const { names, folded } = indexOf(spec);
  return names.get(wanted) ?? folded.find(([name]) => startsWith(name, wanted) || startsWith(wanted, name))?.[1] ?? null;
}

function startsWith(long: string, short: string): boolean {
  return short !== '' && long.startsWith(`${short} `);
}

/** Features that a service says it supports. */
export function featuresOf(service: Service): readonly string[] {
  return valueOf(given(service.parts, 'overview')?.features) ?? [];
}
