package coedit.web.protocol;

import coedit.core.service.JoinRequest.ResumePoint;
import coedit.model.ErrorCode;
import coedit.model.Payload;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one message as far as they could be read, before anybody asks what kind it is: the
 * order of fields is free, so the kind may come last.
 *
 * <p>A known field of a wrong type is noted as the message's fault and skipped; only what is no
 * JSON at all throws. Operations and states are cut out as they stand.
 */
final class Envelope {

  private static final long MAX_INTEGER = (1L << 53) - 1;

  private final String text;
  private final DecodeLimits limits;
  private final Set<String> seen = new HashSet<>();

  @Nullable String kind;
  @Nullable String document;
  @Nullable String client;
  @Nullable String data;
  @Nullable Long sequence;
  @Nullable Long base;
  @Nullable Long revision;
  @Nullable String hash;
  @Nullable Long part;
  @Nullable Boolean last;
  @Nullable ResumePoint resume;
  @Nullable List<Payload> operations;
  @Nullable Payload state;
  boolean stateCleared;

  @Nullable String fault;
  ErrorCode faultCode = ErrorCode.PROTOCOL;

  Envelope(String text, DecodeLimits limits) {
    this.text = text;
    this.limits = limits;
  }

  /** Reads the object that the parser stands at the start of, to its end. */
  void read(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      readField(name, token, parser);
      parser.skipChildren();
    }
  }

  private void readField(String name, JsonToken token, JsonParser parser) throws IOException {
    switch (name) {
      case "t" -> kind = string(name, token, parser);
      case "d" -> document = string(name, token, parser);
      case "client" -> client = string(name, token, parser);
      case "data" -> data = string(name, token, parser);
      case "seq" -> sequence = integer(name, token, parser);
      case "r" -> revision = integer(name, token, parser);
      case "hash" -> hash = string(name, token, parser);
      case "base" -> base = integer(name, token, parser);
      case "id" -> part = integer(name, token, parser);
      case "last" -> last = bool(name, token);
      case "resume" -> resume = resumePoint(name, token, parser);
      case "ops" -> operations = operations(name, token, parser);
      case "state" -> readState(name, token, parser);
      default -> {} // fields of later versions are no fault
    }
  }

  private void fail(ErrorCode code, String reason) {
    if (fault == null) {
      fault = reason;
      faultCode = code;
    }
  }

  /** Whether a field can be taken; a fault when it stands twice or has another type. */
  private boolean fits(String name, boolean rightType, String expected) {
    if (!seen.add(name)) {
      fail(ErrorCode.PROTOCOL, "'" + name + "' stands twice");
      return false;
    }
    if (!rightType) {
      fail(ErrorCode.PROTOCOL, "'" + name + "' must be " + expected);
    }
    return rightType;
  }

  private @Nullable String string(String name, JsonToken token, JsonParser parser)
      throws IOException {
    return fits(name, token == JsonToken.VALUE_STRING, "a string") ? parser.getText() : null;
  }

  private @Nullable Long integer(String name, JsonToken token, JsonParser parser)
      throws IOException {
    boolean small =
        token == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
            && Math.abs(parser.getLongValue()) <= MAX_INTEGER;
    return fits(name, small, "an integer below 2^53") ? parser.getLongValue() : null;
  }

  private @Nullable Boolean bool(String name, JsonToken token) {
    return fits(name, token.isBoolean(), "true or false") ? token == JsonToken.VALUE_TRUE : null;
  }

  private @Nullable ResumePoint resumePoint(String name, JsonToken token, JsonParser parser)
      throws IOException {
    if (!fits(name, token == JsonToken.START_OBJECT, "an object")) {
      return null;
    }
    UUID generation = null;
    Long revision = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("generation")) {
        generation = Uuids.parse(string("generation", value, parser));
      } else if (field.equals("revision")) {
        revision = integer("revision", value, parser);
      }
      parser.skipChildren();
    }
    if (generation == null || revision == null || revision < 0) {
      fail(ErrorCode.PROTOCOL, "'resume' needs a generation and a revision");
      return null;
    }
    return new ResumePoint(generation, revision);
  }

  private @Nullable List<Payload> operations(String name, JsonToken token, JsonParser parser)
      throws IOException {
    if (!fits(name, token == JsonToken.START_ARRAY, "an array")) {
      return null;
    }
    List<Payload> found = new ArrayList<>(4);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (found.size() == limits.maxOperations()) {
        fail(ErrorCode.TOO_LARGE, "more than " + limits.maxOperations() + " operations");
        parser.skipChildren();
      } else {
        found.add(slice(parser));
      }
    }
    if (found.isEmpty()) {
      fail(ErrorCode.PROTOCOL, "'ops' is empty");
    }
    return found;
  }

  private void readState(String name, JsonToken token, JsonParser parser) throws IOException {
    stateCleared = token == JsonToken.VALUE_NULL;
    if (fits(name, stateCleared || token == JsonToken.START_OBJECT, "an object or null")
        && token == JsonToken.START_OBJECT) {
      Payload found = slice(parser);
      if (found.size() > limits.maxPresenceBytes()) {
        fail(ErrorCode.TOO_LARGE, "presence is over " + limits.maxPresenceBytes() + " bytes");
      }
      state = found;
    }
  }

  /** The text, as UTF-8, of the value that the parser stands at, which is passed over. */
  private Payload slice(JsonParser parser) throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    int to = (int) parser.currentLocation().getCharOffset();
    return Payload.ofUtf8(text.substring(from, to));
  }
}
