/** The thread that lays diagrams out, with the library that does. */
import { main } from '../view/diagrams/worker-main.ts';

void main();
