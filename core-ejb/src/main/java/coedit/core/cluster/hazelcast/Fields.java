package coedit.core.cluster.hazelcast;

import coedit.model.ClientId;
import coedit.model.DocumentId;
import coedit.model.Operation;
import coedit.model.OperationName;
import coedit.model.Payload;
import coedit.model.Provenance;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.UUID;

/** The shared nouns as bytes. */
final class Fields {

  private static final int MAX_PAYLOAD_BYTES = 1 << 26;

  private Fields() {}

  static void write(DataOutputStream out, DocumentId document) throws IOException {
    out.writeLong(document.value().getMostSignificantBits());
    out.writeLong(document.value().getLeastSignificantBits());
  }

  static DocumentId document(DataInputStream in) throws IOException {
    return new DocumentId(new UUID(in.readLong(), in.readLong()));
  }

  static void write(DataOutputStream out, OperationName name) throws IOException {
    out.writeLong(name.client().value());
    out.writeLong(name.sequence());
  }

  static OperationName name(DataInputStream in) throws IOException {
    return new OperationName(new ClientId(in.readLong()), in.readLong());
  }

  static void write(DataOutputStream out, Payload payload) throws IOException {
    out.writeInt(payload.size());
    out.write(payload.unsafeBytes());
  }

  static Payload payload(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MAX_PAYLOAD_BYTES) {
      throw new IOException("a payload of " + size + " bytes");
    }
    byte[] bytes = in.readNBytes(size);
    if (bytes.length != size) {
      throw new IOException("a payload is cut short");
    }
    return Payload.wrap(bytes);
  }

  static void write(DataOutputStream out, Operation operation) throws IOException {
    out.writeLong(operation.revision());
    write(out, operation.name());
    out.writeUTF(operation.author());
    out.writeLong(operation.base());
    out.writeLong(operation.provenance().epoch());
    out.writeLong(operation.provenance().hlc());
    out.writeInt(operation.provenance().formatVersion());
    out.writeInt(operation.provenance().digest());
    write(out, operation.payload());
  }

  static Operation operation(DataInputStream in) throws IOException {
    return new Operation(
        in.readLong(),
        name(in),
        in.readUTF(),
        in.readLong(),
        new Provenance(in.readLong(), in.readLong(), in.readInt(), in.readInt()),
        payload(in));
  }
}
