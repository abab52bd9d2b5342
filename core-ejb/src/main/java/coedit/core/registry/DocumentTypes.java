package coedit.core.registry;

import coedit.spi.DocumentType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The installed document types by id. */
public final class DocumentTypes {

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private final Map<String, DocumentType> byId = new TreeMap<>();

  /**
   * @throws IllegalStateException when two types share an id or an id is malformed
   */
  public DocumentTypes(Iterable<DocumentType> types) {
    for (DocumentType type : types) {
      if (!ID.matcher(type.id()).matches()) {
        throw new IllegalStateException(
            type.getClass().getName() + " has the malformed document type id '" + type.id() + "'");
      }
      DocumentType other = byId.putIfAbsent(type.id(), type);
      if (other != null) {
        throw new IllegalStateException(
            "document type '%s' is provided twice: by %s and by %s"
                .formatted(type.id(), other.getClass().getName(), type.getClass().getName()));
      }
    }
  }

  /** Finds the types visible to a class loader; the context loader differs between threads. */
  public static DocumentTypes load(ClassLoader loader) {
    return new DocumentTypes(ServiceLoader.load(DocumentType.class, loader));
  }

  public Optional<DocumentType> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public List<String> ids() {
    return List.copyOf(byId.keySet());
  }
}
