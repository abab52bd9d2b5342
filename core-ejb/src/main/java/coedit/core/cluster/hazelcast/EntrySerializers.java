package coedit.core.cluster.hazelcast;

import coedit.core.sequence.SequencingEntry;
import coedit.core.sequence.SequencingEntry.Answer;
import coedit.model.DocumentId;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How keys, entries, changes and answers travel: explicit bytes, no Java serialization. */
final class EntrySerializers {

  private static final int FIRST_TYPE_ID = 4_201;

  private EntrySerializers() {}

  static void register(SerializationConfig config) {
    add(config, EntryKey.class, 0, EntrySerializers::writeKey, EntrySerializers::readKey);
    add(config, SequencingEntry.class, 1, EntrySerializers::write, EntrySerializers::readEntry);
    add(config, EntryChange.class, 2, EntrySerializers::write, EntrySerializers::readChange);
    add(config, Answer.Assigned.class, 3, EntrySerializers::write, EntrySerializers::readAssigned);
    add(config, Answer.Recheck.class, 4, EntrySerializers::write, EntrySerializers::readRecheck);
    add(config, Answer.Recover.class, 5, (out, it) -> {}, in -> new Answer.Recover());
  }

  private interface Writer<T> {
    void write(ObjectDataOutput out, T value) throws IOException;
  }

  private interface Reader<T> {
    T read(ObjectDataInput in) throws IOException;
  }

  private static <T> void add(
      SerializationConfig config, Class<T> type, int id, Writer<T> writer, Reader<T> reader) {
    StreamSerializer<T> serializer =
        new StreamSerializer<>() {
          @Override
          public int getTypeId() {
            return FIRST_TYPE_ID + id;
          }

          @Override
          public void write(ObjectDataOutput out, T value) throws IOException {
            writer.write(out, value);
          }

          @Override
          public T read(ObjectDataInput in) throws IOException {
            return reader.read(in);
          }
        };
    config.addSerializerConfig(
        new SerializerConfig().setTypeClass(type).setImplementation(serializer));
  }

  private static void writeKey(ObjectDataOutput out, EntryKey key) throws IOException {
    out.writeLong(key.document().value().getMostSignificantBits());
    out.writeLong(key.document().value().getLeastSignificantBits());
    out.writeInt(key.shard());
  }

  private static EntryKey readKey(ObjectDataInput in) throws IOException {
    return new EntryKey(new DocumentId(new UUID(in.readLong(), in.readLong())), in.readInt());
  }

  private static void write(ObjectDataOutput out, SequencingEntry entry) throws IOException {
    out.writeLong(entry.epoch());
    out.writeLong(entry.head());
    out.writeLong(entry.persisted());
    out.writeLong(entry.accessEpoch());
  }

  private static SequencingEntry readEntry(ObjectDataInput in) throws IOException {
    return new SequencingEntry(in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }

  private static void write(ObjectDataOutput out, EntryChange change) throws IOException {
    EntryChange.Action action = change.action();
    if (action instanceof EntryChange.Action.Append append) {
      SequencingEntry.Append request = append.request();
      out.writeByte(0);
      out.writeLong(request.epoch());
      out.writeLong(request.head());
      out.writeLong(request.persisted());
      out.writeLong(request.nowPersisted());
      out.writeLong(request.accessEpoch());
      out.writeInt(request.count());
    } else if (action instanceof EntryChange.Action.Install install) {
      out.writeByte(1);
      write(out, install.entry());
    } else if (action instanceof EntryChange.Action.RaiseAccessEpoch raise) {
      out.writeByte(2);
      out.writeLong(raise.accessEpoch());
    } else if (action instanceof EntryChange.Action.Remove remove) {
      out.writeByte(3);
      write(out, remove.expected());
    } else if (action instanceof EntryChange.Action.Set set) {
      SequencingEntry entry = set.entry();
      out.writeByte(entry == null ? 4 : 5);
      if (entry != null) {
        write(out, entry);
      }
    }
  }

  private static EntryChange readChange(ObjectDataInput in) throws IOException {
    int kind = in.readByte();
    return new EntryChange(
        switch (kind) {
          case 0 -> new EntryChange.Action.Append(readAppend(in));
          case 1 -> new EntryChange.Action.Install(readEntry(in));
          case 2 -> new EntryChange.Action.RaiseAccessEpoch(in.readLong());
          case 3 -> new EntryChange.Action.Remove(readEntry(in));
          case 4 -> new EntryChange.Action.Set((@Nullable SequencingEntry) null);
          case 5 -> new EntryChange.Action.Set(readEntry(in));
          default -> throw new IOException("unknown change " + kind);
        });
  }

  private static SequencingEntry.Append readAppend(ObjectDataInput in) throws IOException {
    return new SequencingEntry.Append(
        in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readInt());
  }

  private static void write(ObjectDataOutput out, Answer.Assigned assigned) throws IOException {
    out.writeLong(assigned.from());
    out.writeLong(assigned.to());
  }

  private static Answer.Assigned readAssigned(ObjectDataInput in) throws IOException {
    return new Answer.Assigned(in.readLong(), in.readLong());
  }

  private static void write(ObjectDataOutput out, Answer.Recheck recheck) throws IOException {
    out.writeLong(recheck.accessEpoch());
  }

  private static Answer.Recheck readRecheck(ObjectDataInput in) throws IOException {
    return new Answer.Recheck(in.readLong());
  }
}
