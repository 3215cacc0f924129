/** The product's name, version and address, once. */
export const NAME = 'vibe-specs';
export const VERSION = '0.1.0';
export const HOMEPAGE = 'https://github.com/vibe-specs/vibe-specs';

/** Page of a rule: id `group/name`. */
export function ruleUrl(id: string): string {
  return `${HOMEPAGE}/blob/main/docs/rules/${id}.md`;
}
