/**
 * Stream keys: made here, encrypted at rest here, resolved here.
 *
 * <p>{@link live.understudy.api.key.StreamKeys} answers the media path from memory and never waits
 * for the database. A key's text exists only in the answer to a person who may see it: memory holds
 * its hash, the database its ciphertext. No type here puts a key into its {@code toString}.
 */
@NullMarked
package live.understudy.api.key;

import org.jspecify.annotations.NullMarked;
