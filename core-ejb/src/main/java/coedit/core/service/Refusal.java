package coedit.core.service;

import coedit.model.ErrorCode;
import java.time.Duration;

/**
 * Why something was refused.
 *
 * @param reason for people; callers act on the code
 * @param retryAfter how long to wait before sending the same again; zero when waiting does not help
 */
public record Refusal(ErrorCode code, String reason, Duration retryAfter) {

  public Refusal(ErrorCode code, String reason) {
    this(code, reason, Duration.ZERO);
  }
}
