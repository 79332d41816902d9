package live.understudy.api.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import live.understudy.media.ProgramId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  private static final ProgramId ENGLISH = new ProgramId("gala", "en");

  private final KeyCipher cipher = new KeyCipher(new byte[32]);

  @Test
  void cipher_roundTrip_isTheSecretAndNeverTheSameTwice() throws KeyUnreadableException {
    String stored = cipher.encrypt("p", "sécret");
    assertEquals("sécret", cipher.decrypt("p", stored));
    assertNotEquals(stored, cipher.encrypt("p", "sécret"));
  }

  @Test
  void cipher_everyByteChangedOrCut_isRefused() {
    byte[] stored = Base64.getDecoder().decode(cipher.encrypt("p", "secret"));
    for (int i = 0; i < stored.length; i++) {
      byte[] changed = stored.clone();
      changed[i] ^= 1;
      refused("p", Base64.getEncoder().encodeToString(changed));
      byte[] cut = java.util.Arrays.copyOf(stored, i);
      refused("p", Base64.getEncoder().encodeToString(cut));
    }
    refused("p", "no base 64!");
  }

  @Test
  void cipher_otherPurposeOrKey_isRefusedWithoutShowingContent() {
    String stored = cipher.encrypt("stream key of gala/en", "secret");
    KeyUnreadableException e = refused("stream key of gala/de", stored);
    assertTrue(String.valueOf(e.getMessage()).contains("stream key of gala/de"));
    assertFalse(String.valueOf(e.getMessage()).contains(stored));
    byte[] other = new byte[32];
    other[31] = 1;
    assertThrows(
        KeyUnreadableException.class,
        () -> new KeyCipher(other).decrypt("stream key of gala/en", stored));
    assertThrows(IllegalArgumentException.class, () -> new KeyCipher(new byte[16]));
  }

  private KeyUnreadableException refused(String purpose, String stored) {
    return assertThrows(KeyUnreadableException.class, () -> cipher.decrypt(purpose, stored));
  }

  @Test
  void keyFile_made_isTheOwnersAloneAndStays(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("k");
    byte[] key = KeyFile.readOrCreate(file);
    assertEquals(32, key.length);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertArrayEquals(key, KeyFile.readOrCreate(file));
    Files.write(file, new byte[31]);
    IOException e = assertThrows(IOException.class, () -> KeyFile.readOrCreate(file));
    assertTrue(String.valueOf(e.getMessage()).contains("31 bytes"));
  }

  @Test
  void resolve_onlyTheExactKey() {
    StreamKeys keys = new StreamKeys();
    String key = StreamKeys.generate(ENGLISH);
    assertNull(keys.resolve(key));
    keys.put(ENGLISH, key);
    assertEquals(ENGLISH, keys.resolve(key));
    for (int i = 0; i < key.length(); i++) {
      assertNull(keys.resolve(key.substring(0, i)));
      assertNull(keys.resolve(key.substring(0, i) + '#' + key.substring(i + 1)));
      assertNull(keys.resolve(key.substring(0, i) + '_' + key.substring(i)));
    }
    for (String wrong :
        new String[] {
          "",
          "_",
          "__",
          "___",
          "gala_en_",
          "_en_x",
          "gala__x",
          key + "x",
          " " + key,
          key + "\n",
          key + "\u0000",
          "x".repeat(1_000_000),
          "_".repeat(1_000_000)
        }) {
      assertNull(keys.resolve(wrong));
    }
  }

  @Test
  void resolve_keyOfOneLanguage_opensNoOther() {
    StreamKeys keys = new StreamKeys();
    ProgramId german = new ProgramId("gala", "de");
    String key = StreamKeys.generate(ENGLISH);
    keys.put(ENGLISH, key);
    keys.put(german, StreamKeys.generate(german));
    assertNull(keys.resolve(key.replace("_en_", "_de_")));
    assertThrows(IllegalArgumentException.class, () -> keys.put(german, key));
    keys.removeEvent("gala");
    assertNull(keys.resolve(key));
  }

  @Test
  void passwordDigest_ofTheKeysPublicPart_followsTheKey() {
    StreamKeys keys = new StreamKeys();
    assertNull(keys.passwordDigest("gala_en"));
    String key = StreamKeys.generate(ENGLISH);
    keys.put(ENGLISH, key);
    String user = key.substring(0, key.lastIndexOf('_'));
    assertEquals(ENGLISH, StreamKeys.ofUser(user));
    String digest = keys.passwordDigest(user);
    assertEquals(Secrets.md5(user + keys.salt() + key), digest);
    keys.put(ENGLISH, StreamKeys.generate(ENGLISH));
    assertNotEquals(digest, keys.passwordDigest(user));
    assertNotEquals(keys.salt(), new StreamKeys().salt());
    for (String other : new String[] {"", "_", "gala", key, user + "_", "../_en"}) {
      assertNull(keys.passwordDigest(other), other);
    }
    keys.removeEvent(ENGLISH.eventId());
    assertNull(keys.passwordDigest(user));
  }
}
