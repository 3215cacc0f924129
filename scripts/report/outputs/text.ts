import type { Output } from '../output.ts';
import { formatText } from '../text.ts';

export const output: Output = { format: (results, { colour }) => formatText(results, { colour }) };
