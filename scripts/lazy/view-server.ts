/** The only bundle that listens: the view that is made anew while somebody writes, on this machine. */
export { serve } from '../cli/commands/view-server.ts';
