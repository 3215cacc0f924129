import type { Section7, Service } from '../../spec/model.ts';

const fold = (name: string) => name.toLowerCase().replace(/\s*\([^)]*\)/g, '').replace(/[^A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d]+/gu, ' ').trim();

/** The service that a cell names: by section number, by its heading's name, or by the start of it ("Stripe" for "Stripe Payments"). */
export function serviceNamed(spec: Section7, text: string): Service | null {
  const number = /\b7\.[A-Z]\.[1-9]\d*\b/.exec(text)?.[0];
  if (number) return spec.services.find((s) => s.number === number) ?? null;
  const wanted = fold(text);
  if (wanted === '') return null;
  return spec.services.find((s) => fold(s.name) === wanted) ?? spec.services.find((s) => startsWith(fold(s.name), wanted) || startsWith(wanted, fold(s.name))) ?? null;
}

function startsWith(long: string, short: string): boolean {
  return short !== '' && long.startsWith(`${short} `);
}

/** Features that a service says it supports. */
export function featuresOf(service: Service): readonly string[] {
  const { overview } = service.parts;
  const field = overview?.state === 'given' ? overview.fields.features : undefined;
  return field?.state === 'stated' ? field.value : [];
}
