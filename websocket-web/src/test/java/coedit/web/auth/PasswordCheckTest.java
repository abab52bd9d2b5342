package coedit.web.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coedit.core.service.AccountService;
import coedit.core.service.Participant;
import coedit.core.service.SessionRecord.Vouching;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordCheckTest {

  private static final AccountService NO_ACCOUNTS =
      (AccountService)
          Proxy.newProxyInstance(
              AccountService.class.getClassLoader(),
              new Class<?>[] {AccountService.class},
              (proxy, method, arguments) -> Optional.empty());

  /** The setting may have changed since. */
  @ParameterizedTest
  @CsvSource({
    "true, operators, true",
    "true, others, false",
    "false, operators, false",
    "false, others, true"
  })
  void whoAdministersIsAskedAgain(boolean administrator, String administering, boolean holds) {
    PasswordCheck check = new PasswordCheck(NO_ACCOUNTS, new AdminGroups(Set.of(administering)));
    Participant otto = new Participant("otto", "Otto", Set.of("operators"), administrator);
    assertEquals(holds, check.holds(otto, Vouching.ISSUER));
  }
}
