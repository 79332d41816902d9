package live.understudy.api.auth;

import live.understudy.api.store.TokenStore.Kind;

/** Who makes a request: a user, by a token. */
public record Principal(String username, Kind kind, String tokenId) {}
