package coedit.web.protocol;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Step 2 of an edit: reads what a client says. (The way back is {@link ServerMessage#encode}.)
 *
 * <p>Nothing a client can send makes this throw. What is wrong is answered as narrowly as possible:
 * a submission whose document and sequence could be read is refused, so that the client knows what
 * became of it; only what leaves the order of messages in doubt is fatal. Safe for use by many
 * threads.
 */
public final class MessageCodec {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{8}");

  private final DecodeLimits limits;
  private final JsonFactory json;

  public MessageCodec(DecodeLimits limits) {
    this.limits = limits;
    this.json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(limits.maxDepth()).build())
            // Names come from strangers: a table of them shared by all parsers would be theirs.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
  }

  /** Reads one message. */
  public Decoded decode(String text) {
    if (hasLoneSurrogate(text)) {
      return fatal(ErrorCode.PROTOCOL, "the message is not UTF-8");
    }
    Envelope envelope = new Envelope(text, limits);
    try (JsonParser parser = json.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return fatal(ErrorCode.PROTOCOL, "expected a JSON object");
      }
      envelope.read(parser);
      if (parser.nextToken() != null) {
        return fatal(ErrorCode.PROTOCOL, "expected one JSON object");
      }
    } catch (StreamConstraintsException beyond) {
      return beyondLimits(envelope);
    } catch (IOException notJson) {
      return fatal(ErrorCode.PROTOCOL, "the message is not JSON");
    }
    return decide(envelope);
  }

  private Decoded decide(Envelope envelope) {
    String kind = envelope.kind;
    if (kind == null) {
      return malformed("'t' is missing");
    }
    return switch (kind) {
      case "submit" -> submit(envelope);
      case "presence" -> presence(envelope);
      case "state" -> state(envelope);
      case "join" -> join(envelope);
      case "leave" -> leave(envelope);
      case "ping" -> new Decoded.Received(new ClientMessage.Ping());
      case "pong" -> new Decoded.Received(new ClientMessage.Pong());
      case "part" -> part(envelope);
      default -> malformed("no message of this name");
    };
  }

  private static Decoded submit(Envelope envelope) {
    DocumentId document = document(envelope);
    Long sequence = envelope.sequence;
    if (document == null || sequence == null) {
      return malformed("a submission needs 'd' and 'seq'");
    }
    Long base = envelope.base;
    if (envelope.fault != null) {
      return new Decoded.Refused(document, sequence, envelope.faultCode, envelope.fault);
    }
    if (base == null || envelope.operations == null) {
      return new Decoded.Refused(
          document, sequence, ErrorCode.PROTOCOL, "a submission needs 'base' and 'ops'");
    }
    if (base < 0) {
      return new Decoded.Refused(document, sequence, ErrorCode.INVALID_BASE, "a negative base");
    }
    if (sequence < 1) {
      return new Decoded.Refused(
          document, sequence, ErrorCode.SEQUENCE_GAP, "sequence numbers start at 1");
    }
    return new Decoded.Received(
        new ClientMessage.Submit(document, sequence, base, envelope.operations));
  }

  private static Decoded presence(Envelope envelope) {
    DocumentId document = document(envelope);
    if (envelope.fault != null) {
      return new Decoded.Malformed(envelope.faultCode, envelope.fault, false);
    }
    if (document == null || (envelope.state == null && !envelope.stateCleared)) {
      return malformed("presence needs 'd' and 'state'");
    }
    return new Decoded.Received(
        new ClientMessage.Presence(document, Optional.ofNullable(envelope.state)));
  }

  private static Decoded state(Envelope envelope) {
    DocumentId document = document(envelope);
    Long revision = envelope.revision;
    String hash = envelope.hash;
    if (envelope.fault != null) {
      return malformed(envelope.fault);
    }
    if (document == null || revision == null || revision < 0 || hash == null) {
      return malformed("a state needs 'd', 'r' and 'hash'");
    }
    return HASH.matcher(hash).matches()
        ? new Decoded.Received(new ClientMessage.State(document, revision, hash))
        : malformed("'hash' is eight hexadecimal digits");
  }

  private static Decoded join(Envelope envelope) {
    DocumentId document = document(envelope);
    if (document == null || envelope.fault != null) {
      return malformed(envelope.fault == null ? "'d' is no document id" : envelope.fault);
    }
    Optional<ClientId> client = Optional.ofNullable(envelope.client).flatMap(ClientId::parse);
    if (envelope.client != null && client.isEmpty()) {
      return malformed("'client' is no client id");
    }
    return new Decoded.Received(
        new ClientMessage.Join(document, client, Optional.ofNullable(envelope.resume)));
  }

  private static Decoded leave(Envelope envelope) {
    DocumentId document = document(envelope);
    return document == null
        ? malformed("'d' is no document id")
        : new Decoded.Received(new ClientMessage.Leave(document));
  }

  /** A part that cannot be read leaves a hole in a message: nothing after it can be trusted. */
  private static Decoded part(Envelope envelope) {
    if (envelope.fault != null
        || envelope.part == null
        || envelope.last == null
        || envelope.data == null) {
      return fatal(ErrorCode.PROTOCOL, "a part needs 'id', 'last' and 'data'");
    }
    return new Decoded.Received(
        new ClientMessage.Part(envelope.part, envelope.last, envelope.data));
  }

  private static Decoded beyondLimits(Envelope envelope) {
    String reason = "the message is nested too deeply or holds an oversized number or name";
    DocumentId document = document(envelope);
    if ("submit".equals(envelope.kind) && document != null && envelope.sequence != null) {
      return new Decoded.Refused(document, envelope.sequence, ErrorCode.TOO_LARGE, reason);
    }
    return fatal(ErrorCode.TOO_LARGE, reason);
  }

  private static @Nullable DocumentId document(Envelope envelope) {
    return Optional.ofNullable(envelope.document).flatMap(DocumentId::parse).orElse(null);
  }

  private static Decoded malformed(String reason) {
    return new Decoded.Malformed(ErrorCode.PROTOCOL, reason, false);
  }

  private static Decoded fatal(ErrorCode code, String reason) {
    return new Decoded.Malformed(code, reason, true);
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
