package live.understudy.api.auth;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import live.understudy.api.store.TokenStore.StoredToken;
import org.jspecify.annotations.Nullable;

/**
 * Tokens lately seen, so that a request need not read the database; thread-safe.
 *
 * <p>A deletion empties it and begins a new generation: what was read from the database before the
 * deletion can't be put back after it.
 */
final class TokenCache {
  private record Entry(StoredToken token, long readAtMs) {}

  private final int maxEntries;
  private final long maxAgeMs;
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long generation;

  TokenCache(int maxEntries, long maxAgeMs) {
    this.maxEntries = maxEntries;
    this.maxAgeMs = maxAgeMs;
  }

  synchronized @Nullable StoredToken find(String id, long nowMs) {
    Entry entry = entries.get(id);
    if (entry == null) {
      return null;
    }
    long ageMs = nowMs - entry.readAtMs;
    // A negative age means that the wall clock was set back.
    if (ageMs < 0 || ageMs > maxAgeMs) {
      entries.remove(id);
      return null;
    }
    return entry.token;
  }

  synchronized long generation() {
    return generation;
  }

  synchronized void put(StoredToken token, long nowMs, long readInGeneration) {
    if (readInGeneration != generation) {
      return;
    }
    entries.put(token.id(), new Entry(token, nowMs));
    if (entries.size() > maxEntries) {
      Iterator<String> oldest = entries.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized void clear() {
    generation++;
    entries.clear();
  }

  synchronized int size() {
    return entries.size();
  }
}
