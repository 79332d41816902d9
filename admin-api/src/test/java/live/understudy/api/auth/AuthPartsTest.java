package live.understudy.api.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import live.understudy.api.event.ApiLimits;
import live.understudy.api.store.TokenStore.Kind;
import live.understudy.api.store.TokenStore.StoredToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthPartsTest {
  private static StoredToken token(String id) {
    return new StoredToken(id, Kind.API, "admin", "n", "00", 0, null);
  }

  @Test
  void password_atStandardCost_verifiesAndIsSalted() {
    Passwords passwords = new Passwords(PasswordCost.standard(), 1);
    String hash = passwords.hash("pässword");
    assertTrue(hash.startsWith("$argon2id$v=19$m=47104,t=3,p=1$"));
    assertTrue(passwords.verify("pässword", hash));
    assertFalse(passwords.verify("passwort", hash));
    assertNotEquals(hash, passwords.hash("pässword"));
  }

  @Test
  void password_hashedAtAnotherCost_stillVerifies() {
    String hash = new Passwords(new PasswordCost(128, 2), 1).hash("secret");
    assertTrue(new Passwords(new PasswordCost(64, 1), 1).verify("secret", hash));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=9999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=64,t=999,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=64,t=1,p=1$$"
      })
  void password_storedHashChanged_isAnErrorNotALogin(String stored) {
    Passwords passwords = new Passwords(new PasswordCost(64, 1), 1);
    assertThrows(RuntimeException.class, () -> passwords.verify("", stored));
  }

  @Test
  void cache_readBeforeADeletion_isNotPutAfterIt() {
    TokenCache cache = new TokenCache(10, 1_000);
    long generation = cache.generation();
    cache.clear();
    cache.put(token("a"), 0, generation);
    assertNull(cache.find("a", 0));
    cache.put(token("a"), 0, cache.generation());
    assertNotNull(cache.find("a", 1_000));
    assertNull(cache.find("a", 1_001));
  }

  @Test
  void cache_clockSetBack_believesNothing() {
    TokenCache cache = new TokenCache(10, 1_000);
    cache.put(token("a"), 5_000, cache.generation());
    assertNull(cache.find("a", 4_999));
  }

  @Test
  void cache_full_forgetsTheLeastUsed() {
    TokenCache cache = new TokenCache(2, 1_000);
    cache.put(token("a"), 0, 0);
    cache.put(token("b"), 0, 0);
    assertNotNull(cache.find("a", 0));
    cache.put(token("c"), 0, 0);
    assertEquals(2, cache.size());
    assertNull(cache.find("b", 0));
    assertNotNull(cache.find("a", 0));
  }

  @Test
  void brake_floodedWithSources_staysBounded() {
    ApiLimits limits = ApiLimits.defaults();
    LoginBrake brake = new LoginBrake(limits);
    for (int i = 0; i < 3 * limits.maxLoginSources(); i++) {
      brake.tryAttempt("10." + i, "user" + i, i);
    }
    assertEquals(2 * limits.maxLoginSources(), brake.remembered());
  }

  @Test
  void brake_quietForLong_startsAnew() {
    ApiLimits limits = ApiLimits.defaults();
    LoginBrake brake = new LoginBrake(limits);
    for (int i = 0; i <= limits.freeLoginFailures(); i++) {
      assertEquals(0, brake.tryAttempt("a", "u", 0));
    }
    assertEquals(1_000, brake.tryAttempt("a", "u", 0));
    long later = 1_000 + 2 * limits.maxLoginBackoffMs() + 1;
    for (int i = 0; i <= limits.freeLoginFailures(); i++) {
      assertEquals(0, brake.tryAttempt("a", "u", later));
    }
    assertEquals(1_000, brake.tryAttempt("a", "u", later));
  }
}
