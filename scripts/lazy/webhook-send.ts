/** The only bundle that reaches a network: test deliveries to the user's own handler. */
export { send } from '../services/webhook/send.ts';
