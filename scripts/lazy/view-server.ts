/** The only bundle that listens: the view that is made anew while somebody writes, on this machine. */
export { serve } from '../commands/view-server.ts';
