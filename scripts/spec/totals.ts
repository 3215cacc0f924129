import { valueOf, type Leaf } from './kinds.ts';

/** Whether a row of the cost estimate adds up the others, by what it calls itself. */
export const isTotal = (driver: Leaf<string>): boolean => /^(?:total|sum|summe|gesamt)\b/i.test(valueOf(driver) ?? '');
