import { findService, type ServiceCatalog } from '../../services/catalog.ts';
import type { ServiceSheet } from '../../services/sheet.ts';
import type { Section7, Service } from '../../spec/model.ts';

/** Services of the section whose facts a sheet knows, by the name of their heading. */
export function sheetsOf({ services }: Section7, catalog: ServiceCatalog): { service: Service; sheet: ServiceSheet }[] {
  return services.flatMap((service) => {
    const sheet = findService(catalog, service.name);
    return sheet && sheet.category === service.code ? [{ service, sheet }] : [];
  });
}
