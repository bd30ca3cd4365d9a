// The login at a proxy between this machine and the servers.
import * as v from 'valibot';

/**
 * A proxy that asks for a login, or for which an account is stored. `proxy`: scheme, host and port. `isBasic`: it
 * accepts a name and a password; otherwise it demands a kind of login that Siegel does not support. `username`: of the
 * stored account, or ''. The stored password never comes back.
 */
export const ProxyLoginView = v.strictObject({
  proxy: v.string(),
  isBasic: v.boolean(),
  outcome: v.picklist(['wanted', 'refused', 'accepted', 'kept']), // kept: stored, and no proxy asks
  username: v.string(),
});
export type ProxyLoginView = v.InferOutput<typeof ProxyLoginView>;

/**
 * An account for the proxy that asks. The page repeats which proxy it shows, so that no other proxy gets the account.
 */
export const ProxyLogin = v.strictObject({
  proxy: v.pipe(v.string(), v.maxLength(300)),
  username: v.pipe(v.string(), v.maxLength(256)),
  password: v.pipe(v.string(), v.maxLength(2048)),
});
