import { main } from './hook.ts';

void main();
