package coedit.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coedit.model.ErrorCode;
import org.junit.jupiter.api.Test;

class AnswersTest {

  @Test
  void everyCodeHasAStatusOfItsCategory() {
    for (ErrorCode code : ErrorCode.values()) {
      int status = Answers.status(code);
      switch (code.category()) {
        case CLIENT -> assertTrue(status >= 400 && status < 500, code.code());
        case CONFLICT -> assertEquals(409, status, code.code());
        case CAPACITY -> assertTrue(status == 429 || status == 503, code.code());
        case INTERNAL -> assertEquals(500, status, code.code());
        default -> throw new AssertionError(code.category());
      }
    }
  }
}
