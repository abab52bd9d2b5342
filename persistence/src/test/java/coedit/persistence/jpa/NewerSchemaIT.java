package coedit.persistence.jpa;

import org.flywaydb.core.Flyway;

/**
 * All that is promised of a store, by this release on tables that a newer one has expanded: while
 * servers are exchanged one after the other, both releases run on them.
 */
class NewerSchemaIT extends StoresSuite {

  @Override
  StoreFixture create() {
    StoreFixture store = StoreFixture.postgres().opened();
    Flyway.configure(NewerSchemaIT.class.getClassLoader())
        .dataSource(store.dataSource)
        .locations("classpath:db/newer")
        .ignoreMigrationPatterns("*:missing")
        .load()
        .migrate();
    return store;
  }
}
