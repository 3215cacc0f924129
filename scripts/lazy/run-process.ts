import { main } from '../run/process-main.ts';

main();
