/**
 * Who may do what: passwords, bearer tokens, and the brakes on guessing them.
 *
 * <p>Passwords are Argon2id, tokens are 256 random bits of which only a hash is kept. Every compare
 * of a secret is constant-time, every map that a stranger can grow is bounded, and time comes from
 * the clock handed in. Nothing here knows HTTP.
 */
@NullMarked
package live.understudy.api.auth;

import org.jspecify.annotations.NullMarked;
