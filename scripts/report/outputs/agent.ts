import { formatAgent } from '../agent.ts';
import type { Output } from '../output.ts';

export const output: Output = { format: (results, { command }) => formatAgent(results, { command }) };
