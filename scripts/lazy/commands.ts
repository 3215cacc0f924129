/** The commands without a bundle of their own. */
export { apply } from '../cli/commands/apply.ts';
export { draft } from '../cli/commands/draft.ts';
export { drift } from '../cli/commands/drift.ts';
export { exportCommand } from '../cli/commands/export.ts';
export { facts } from '../cli/commands/facts.ts';
export { mcp } from '../cli/commands/mcp.ts';
export { rules } from '../cli/commands/rules.ts';
export { schema } from '../cli/commands/schema.ts';
export { summary } from '../cli/commands/summary.ts';
export { view } from '../cli/commands/view.ts';
export { webhook } from '../cli/commands/webhook.ts';
