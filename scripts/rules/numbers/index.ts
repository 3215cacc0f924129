import type { Rule } from '../types.ts';
import { alertBeyondTimeout } from './alert-beyond-timeout.ts';
import { alertObjective } from './alert-objective.ts';
import { breaker } from './breaker.ts';
import { budget } from './budget.ts';
import { costLine } from './cost-line.ts';
import { costSum } from './cost-sum.ts';
import { currency } from './currency.ts';
import { demand } from './demand.ts';
import { equation } from './equation.ts';
import { quota } from './quota.ts';
import { restated } from './restated/restated.ts';
import { retryBudget } from './retry-budget.ts';
import { slo } from './slo.ts';
import { throughput } from './throughput.ts';
import { timeoutOrder } from './timeout-order.ts';

export const numbers: readonly Rule[] = [equation, throughput, timeoutOrder, retryBudget, breaker, alertBeyondTimeout, alertObjective, costLine, costSum, currency, budget, quota, demand, slo, restated];
