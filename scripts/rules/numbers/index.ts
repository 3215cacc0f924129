import type { Rule } from '../types.ts';
import { alertBeyondTimeout } from './alert-beyond-timeout.ts';
import { budget } from './budget.ts';
import { costLine } from './cost-line.ts';
import { costSum } from './cost-sum.ts';
import { equation } from './equation.ts';
import { quota } from './quota.ts';
import { restated } from './restated/restated.ts';
import { retryBudget } from './retry-budget.ts';
import { slo } from './slo.ts';
import { timeoutOrder } from './timeout-order.ts';

export const numbers: readonly Rule[] = [equation, timeoutOrder, retryBudget, alertBeyondTimeout, costLine, costSum, budget, quota, slo, restated];
