package coedit.persistence;

/** Makes the store ready at start-up, before any other port is used. */
public interface StoreOpening {

  /**
   * Brings the schema up to date and, at the first start of all, makes the store's identity and its
   * shards. Several servers may do so at once.
   *
   * <p>Blocks, possibly for long while a migration runs; call it outside any transaction.
   *
   * @param shards how many shards a new store gets; an existing one keeps its number
   * @throws StoreException when the database does not answer, is of an unknown make, or holds a
   *     schema that this release cannot work with
   */
  OpenedStore open(int shards);

  /**
   * Which store the database holds now; a server notices by it that a backup was put into its
   * place. Blocks.
   *
   * @throws StoreException when the database does not answer, or holds none
   */
  StoreIdentity identity();

  /**
   * Says that this history was restored from a backup, so that clients may have seen more than it
   * has: whoever comes with another generation than the new one is reset (INV-15). Every lease of
   * before is void: a server that goes on with one by mistake can commit nothing. To be called
   * after {@link #open}, while no other server uses the store. Blocks.
   *
   * @return the store as it is from now on
   * @throws StoreException when the database does not answer
   */
  StoreIdentity beginNewGeneration();
}
