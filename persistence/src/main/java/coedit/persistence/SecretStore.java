package coedit.persistence;

import java.util.Optional;

/** Small secrets that all servers of one store share, stored wrapped by the caller. Calls block. */
public interface SecretStore {

  Optional<byte[]> find(String name);

  /** Stores the value unless another server was first, and returns what is stored now. */
  byte[] putIfAbsent(String name, byte[] value);
}
