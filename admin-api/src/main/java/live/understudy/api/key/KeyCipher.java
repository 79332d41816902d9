package live.understudy.api.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets for the database: AES-256-GCM (NIST SP 800-38D), a random 96-bit nonce each.
 *
 * <p>What a secret is for is authenticated with it, so that a ciphertext moved to another row does
 * not decrypt there.
 */
public final class KeyCipher {
  /** Bytes of the key file. */
  public static final int KEY_BYTES = 32;

  private static final byte FORMAT = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;

  /** Throws {@link IllegalArgumentException} unless {@code key} has 32 bytes. */
  public KeyCipher(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("the key must have " + KEY_BYTES + " bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  /** Base 64 of (format, nonce, ciphertext and tag). */
  public String encrypt(String purpose, String secret) {
    byte[] nonce = Secrets.bytes(NONCE_BYTES);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, purpose)
              .doFinal(secret.getBytes(StandardCharsets.UTF_8));
      ByteBuffer out = ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length);
      out.put(FORMAT).put(nonce).put(sealed);
      return Base64.getEncoder().encodeToString(out.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /** The secret, or {@link KeyUnreadableException} that names the purpose and shows no content. */
  public String decrypt(String purpose, String stored) throws KeyUnreadableException {
    try {
      byte[] bytes = Base64.getDecoder().decode(stored);
      if (bytes.length <= 1 + NONCE_BYTES || bytes[0] != FORMAT) {
        throw unreadable(purpose);
      }
      byte[] nonce = Arrays.copyOfRange(bytes, 1, 1 + NONCE_BYTES);
      byte[] plain =
          cipher(Cipher.DECRYPT_MODE, nonce, purpose)
              .doFinal(bytes, 1 + NONCE_BYTES, bytes.length - 1 - NONCE_BYTES);
      return new String(plain, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw unreadable(purpose);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static KeyUnreadableException unreadable(String purpose) {
    return new KeyUnreadableException(
        "The stored secret for "
            + purpose
            + " can't be decrypted: it was changed, or the key file"
            + " is not the one it was written with.");
  }
}
