/** The commands without a bundle of their own. */
export { apply } from '../commands/apply.ts';
export { draft } from '../commands/draft.ts';
export { drift } from '../commands/drift.ts';
export { exportCommand } from '../commands/export.ts';
export { facts } from '../commands/facts.ts';
export { mcp } from '../commands/mcp.ts';
export { rules } from '../commands/rules.ts';
export { schema } from '../commands/schema.ts';
export { summary } from '../commands/summary.ts';
export { view } from '../commands/view.ts';
export { webhook } from '../commands/webhook.ts';
