package coedit.core.cluster.hazelcast;

import coedit.core.cluster.ClusterMessage;
import coedit.core.cluster.ClusterMessage.Settlement;
import coedit.core.service.PresenceChange;
import coedit.core.service.Refusal;
import coedit.model.DocumentId;
import coedit.model.ErrorCode;
import coedit.model.Operation;
import coedit.model.Payload;
import coedit.spi.Submission;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages between members as bytes. The first byte tells the kind. */
final class ClusterCodec {

  private ClusterCodec() {}

  static byte[] encode(ClusterMessage message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try {
      write(new DataOutputStream(bytes), message);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static ClusterMessage decode(byte[] bytes) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException malformed) {
      throw new UncheckedIOException("not a message of a member of this release", malformed);
    }
  }

  private static void write(DataOutputStream out, ClusterMessage message) throws IOException {
    if (message instanceof ClusterMessage.Submit submit) {
      out.writeByte(1);
      Fields.write(out, submit.document());
      write(out, submit.submission());
      out.writeLong(submit.accessEpoch());
    } else if (message instanceof ClusterMessage.Settled settled) {
      out.writeByte(2);
      Fields.write(out, settled.document());
      Fields.write(out, settled.submission());
      out.writeInt(settled.digest());
      write(out, settled.settlement());
    } else if (message instanceof ClusterMessage.Committed committed) {
      out.writeByte(3);
      Fields.write(out, committed.document());
      out.writeInt(committed.operations().size());
      for (Operation operation : committed.operations()) {
        Fields.write(out, operation);
      }
    } else if (message instanceof ClusterMessage.Interest interest) {
      out.writeByte(4);
      write(out, interest.delivered());
    } else if (message instanceof ClusterMessage.Heads heads) {
      out.writeByte(5);
      write(out, heads.heads());
    } else if (message instanceof ClusterMessage.Presence presence) {
      out.writeByte(6);
      write(out, presence);
    } else if (message instanceof ClusterMessage.AccessChanged changed) {
      out.writeByte(7);
      Fields.write(out, changed.document());
      out.writeLong(changed.accessEpoch());
    } else if (message instanceof ClusterMessage.Word said) {
      out.writeByte(8);
      Fields.write(out, said.document());
      Fields.write(out, said.word());
    }
  }

  private static ClusterMessage read(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new ClusterMessage.Submit(Fields.document(in), readSubmission(in), in.readLong());
      case 2 ->
          new ClusterMessage.Settled(
              Fields.document(in), Fields.name(in), in.readInt(), readSettlement(in));
      case 3 -> {
        DocumentId document = Fields.document(in);
        int count = in.readInt();
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          operations.add(Fields.operation(in));
        }
        yield new ClusterMessage.Committed(document, operations);
      }
      case 4 -> new ClusterMessage.Interest(readRevisions(in));
      case 5 -> new ClusterMessage.Heads(readRevisions(in));
      case 6 -> readPresence(in);
      case 7 -> new ClusterMessage.AccessChanged(Fields.document(in), in.readLong());
      case 8 -> new ClusterMessage.Word(Fields.document(in), Fields.payload(in));
      default -> throw new IOException("unknown message kind " + kind);
    };
  }

  private static void write(DataOutputStream out, Submission submission) throws IOException {
    Fields.write(out, submission.first());
    out.writeUTF(submission.author());
    out.writeLong(submission.base());
    out.writeInt(submission.payloads().size());
    for (Payload payload : submission.payloads()) {
      Fields.write(out, payload);
    }
  }

  private static Submission readSubmission(DataInputStream in) throws IOException {
    var first = Fields.name(in);
    String author = in.readUTF();
    long base = in.readLong();
    int count = in.readInt();
    List<Payload> payloads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      payloads.add(Fields.payload(in));
    }
    return new Submission(first, author, base, payloads);
  }

  private static void write(DataOutputStream out, Settlement settlement) throws IOException {
    if (settlement instanceof Settlement.Duplicate duplicate) {
      out.writeByte(1);
      out.writeLong(duplicate.sequence());
      out.writeLong(duplicate.revision());
    } else if (settlement instanceof Settlement.NoChange unchanged) {
      out.writeByte(2);
      out.writeLong(unchanged.sequence());
    } else if (settlement instanceof Settlement.Refused refused) {
      out.writeByte(3);
      out.writeUTF(refused.refusal().code().name());
      out.writeUTF(refused.refusal().reason());
      out.writeLong(refused.refusal().retryAfter().toMillis());
    } else if (settlement instanceof Settlement.Recheck recheck) {
      out.writeByte(4);
      out.writeLong(recheck.accessEpoch());
    } else if (settlement instanceof Settlement.Retry) {
      out.writeByte(5);
    }
  }

  private static Settlement readSettlement(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 1 -> new Settlement.Duplicate(in.readLong(), in.readLong());
      case 2 -> new Settlement.NoChange(in.readLong());
      case 3 ->
          new Settlement.Refused(
              new Refusal(
                  ErrorCode.valueOf(in.readUTF()), in.readUTF(), Duration.ofMillis(in.readLong())));
      case 4 -> new Settlement.Recheck(in.readLong());
      case 5 -> new Settlement.Retry();
      default -> throw new IOException("unknown settlement " + kind);
    };
  }

  private static void write(DataOutputStream out, Map<DocumentId, Long> revisions)
      throws IOException {
    out.writeInt(revisions.size());
    for (Map.Entry<DocumentId, Long> entry : revisions.entrySet()) {
      Fields.write(out, entry.getKey());
      out.writeLong(entry.getValue());
    }
  }

  private static Map<DocumentId, Long> readRevisions(DataInputStream in) throws IOException {
    int count = in.readInt();
    Map<DocumentId, Long> revisions = new HashMap<>();
    for (int i = 0; i < count; i++) {
      revisions.put(Fields.document(in), in.readLong());
    }
    return revisions;
  }

  private static void write(DataOutputStream out, ClusterMessage.Presence presence)
      throws IOException {
    Fields.write(out, presence.document());
    out.writeInt(presence.changes().size());
    for (PresenceChange change : presence.changes()) {
      out.writeUTF(change.session());
      out.writeUTF(change.user());
      out.writeUTF(change.displayName());
      out.writeBoolean(change.state().isPresent());
      if (change.state().isPresent()) {
        Fields.write(out, change.state().get());
      }
    }
  }

  private static ClusterMessage readPresence(DataInputStream in) throws IOException {
    DocumentId document = Fields.document(in);
    int count = in.readInt();
    List<PresenceChange> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String session = in.readUTF();
      String user = in.readUTF();
      String displayName = in.readUTF();
      Optional<Payload> state =
          in.readBoolean() ? Optional.of(Fields.payload(in)) : Optional.empty();
      changes.add(new PresenceChange(session, user, displayName, state));
    }
    return new ClusterMessage.Presence(document, changes);
  }
}
