// The login at a proxy on the way to the servers.
import * as v from 'valibot';

/**
 * A proxy that asks for a login, or that an account is kept for. `proxy`: scheme, host and port. `isBasic`: it takes a name and a
 * password; otherwise it wants a login of another kind, which Siegel does not have. `username`: of the account that is kept for it, ''
 * for none; its password never comes back.
 */
export const ProxyLoginView = v.strictObject({
  proxy: v.string(),
  isBasic: v.boolean(),
  outcome: v.picklist(['wanted', 'refused', 'accepted', 'kept']), // kept: not tried since the start
  username: v.string(),
});
export type ProxyLoginView = v.InferOutput<typeof ProxyLoginView>;

/** An account for the proxy that asks. The page repeats which one it shows, so that no other one is told. */
export const ProxyLogin = v.strictObject({
  proxy: v.pipe(v.string(), v.maxLength(300)),
  username: v.pipe(v.string(), v.maxLength(256)),
  password: v.pipe(v.string(), v.maxLength(2048)),
});
