import type { Section7, Service } from '../../spec/model.ts';
import { names } from './text.ts';

/** Words that people leave out of a service's name: "Stripe" for "Stripe Payments (Connect)". */
const shortName = (name: string) => name.replace(/\s*[(:,–—].*$/u, '').trim();

/** The services that a cell names: by number, by name, or by the first part of the name. */
export function servicesIn({ services }: Section7, text: string): Service[] {
  return services.filter((service) => text.includes(service.number) && !text.includes(`${service.number}.`) || names(text, service.name) || names(text, shortName(service.name)));
}
