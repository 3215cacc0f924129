/** Bad use or bad input: one clear line for the user, exit status 2, never a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
