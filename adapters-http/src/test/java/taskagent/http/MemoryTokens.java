package taskagent.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import taskagent.domain.access.Caller.Known;
import taskagent.domain.access.Role;
import taskagent.domain.port.Tokens;

/** Tokens that are named like their users; and tokens of an operator and of a reader. */
final class MemoryTokens implements Tokens {

  static final String OPERATOR = "token-of-ops";
  static final String READER = "token-of-reader";

  private final Map<String, Known> holders = new ConcurrentHashMap<>();

  MemoryTokens() {
    holders.put(OPERATOR, new Known("ops", Role.OPERATOR));
    holders.put(READER, new Known("reader", Role.READER));
  }

  /** Returns the token of a user. */
  static String of(String user) {
    return "token-of-" + user;
  }

  MemoryTokens withUsers(String... users) {
    for (var user : users) {
      holders.put(of(user), new Known(user, Role.USER));
    }
    return this;
  }

  void revoke(String token) {
    holders.remove(token);
  }

  @Override
  public Optional<Known> holder(String token) {
    return Optional.ofNullable(holders.get(token));
  }
}
