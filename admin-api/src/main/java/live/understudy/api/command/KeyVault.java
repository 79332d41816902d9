package live.understudy.api.command;

import java.util.LinkedHashMap;
import java.util.Map;
import live.understudy.api.key.KeyCipher;
import live.understudy.api.key.KeyUnreadableException;
import live.understudy.api.key.StreamKeys;
import live.understudy.api.store.EventStore;
import live.understudy.media.ProgramId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the stored, encrypted stream keys and the directory in memory the same. */
public final class KeyVault {
  private static final Logger LOG = LoggerFactory.getLogger(KeyVault.class);

  private final EventStore store;
  private final KeyCipher cipher;
  private final StreamKeys directory = new StreamKeys();

  public KeyVault(EventStore store, KeyCipher cipher) {
    this.store = store;
    this.cipher = cipher;
  }

  /** The directory that the media path asks. */
  public StreamKeys directory() {
    return directory;
  }

  /** Fills the directory. One unreadable key leaves that program without, not the others. */
  public void load() {
    store
        .encryptedKeys()
        .forEach((program, encrypted) -> {
          String key = decrypt(program, encrypted);
          if (key != null) {
            directory.put(program, key);
          }
        });
  }

  /** A new key for each language of an event, as plain text; not stored yet. */
  Map<ProgramId, String> generate(Iterable<ProgramId> programs) {
    Map<ProgramId, String> keys = new LinkedHashMap<>();
    programs.forEach(program -> keys.put(program, StreamKeys.generate(program)));
    return keys;
  }

  /** The form in which a key is stored. */
  String encrypt(ProgramId program, String key) {
    return cipher.encrypt(purpose(program), key);
  }

  /** The event's keys in the order of its languages; a value is null when it can't be read. */
  Map<ProgramId, @Nullable String> read(String eventId) {
    Map<ProgramId, @Nullable String> keys = new LinkedHashMap<>();
    store
        .encryptedKeys(eventId)
        .forEach((program, encrypted) -> keys.put(program, decrypt(program, encrypted)));
    return keys;
  }

  private @Nullable String decrypt(ProgramId program, String encrypted) {
    try {
      return cipher.decrypt(purpose(program), encrypted);
    } catch (KeyUnreadableException e) {
      LOG.error("{} Nobody can publish to {} until its key is rotated.", e.getMessage(), program);
      return null;
    }
  }

  private static String purpose(ProgramId program) {
    return "stream key of " + program;
  }
}
